/* Buttons above a box for Markdown: each writes the signs around what is selected.
   The box works without them, and what it holds is what is stored. */
(() => {
  const WRAPS = { bold: "**", italic: "_" };
  const LINES = { heading: () => "## ", list: () => "- ", steps: (n) => `${n + 1}. ` };
  const KEYS = { b: "bold", i: "italic", k: "link" };
  const ANY_SIGN = /^(#{1,6} |[-*] |\d+\. )/;

  class Markdown extends window.StimulusModule.Controller {
    static values = { buttons: Array, bar: String, cells: Array, chooser: String };

    connect() {
      this.bar = document.createElement("div");
      this.bar.className = "ep-markdown";
      this.bar.setAttribute("role", "group");
      this.bar.setAttribute("aria-label", this.barValue);
      this.bar.append(...this.buttonsValue.map((one) => this.button(...one)));
      this.element.before(this.bar);
    }

    disconnect() {
      this.bar.remove();
    }

    button(name, icon, label) {
      const button = document.createElement("button");
      button.type = "button";
      button.title = label;
      button.setAttribute("aria-label", label);
      button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#icon-${icon}"></use></svg>`;
      button.addEventListener("click", () => this.do(name));
      return button;
    }

    press(event) {
      const name = KEYS[event.key.toLowerCase()];
      if (!name || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.do(name);
    }

    do(name) {
      if (WRAPS[name]) this.wrap(WRAPS[name]);
      else if (LINES[name]) this.begin(LINES[name]);
      else if (name === "table") this.table();
      else this.link();
    }

    get selected() {
      const { selectionStart, selectionEnd, value } = this.element;
      return value.slice(selectionStart, selectionEnd);
    }

    /* As if it was typed: the browser's undo knows it, and so does the preview. */
    write(text, from = 0, to = text.length) {
      const box = this.element, start = box.selectionStart;
      box.focus();
      if (!document.execCommand("insertText", false, text)) {
        box.setRangeText(text, start, box.selectionEnd, "end");
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
      box.setSelectionRange(start + from, start + to);
    }

    wrap(sign) {
      const box = this.element, words = this.selected, n = sign.length;
      const start = box.selectionStart - n, end = box.selectionEnd + n;
      if (start >= 0 && box.value.slice(start, end) === sign + words + sign) {
        box.setSelectionRange(start, end);
        this.write(words);
      } else this.write(sign + words + sign, n, n + words.length);
    }

    begin(sign) {
      const box = this.element, value = box.value;
      const start = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
      const end = value.indexOf("\n", box.selectionEnd);
      box.setSelectionRange(start, end < 0 ? value.length : end);
      const lines = this.selected.split("\n");
      const isOn = lines.every((line, n) => line.startsWith(sign(n)));
      const text = lines.map((line, n) => (isOn ? "" : sign(n)) + line.replace(ANY_SIGN, "")).join("\n");
      this.write(text, text.length);
    }

    table() {
      const [column, text] = this.cellsValue;
      const row = (cell) => `| ${cell} | ${cell} |\n`;
      const before = /(^|\n)\n?$/.test(this.element.value.slice(0, this.element.selectionStart)) ? "\n" : "\n\n";
      this.write(`${before}${row(column)}|---|---|\n${row(text)}`, before.length + 2, before.length + 2 + column.length);
    }

    link() {
      const box = this.element, words = this.selected;
      const [start, end] = [box.selectionStart, box.selectionEnd];
      window.ModalWorkflow({
        url: this.chooserValue,
        urlParams: { allow_external_link: true, allow_email_link: true, allow_phone_link: true, link_text: words },
        onload: window.PAGE_CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: {
          pageChosen: (page) => {
            box.focus();
            box.setSelectionRange(start, end);
            const title = page.prefer_this_title_as_link_text ? page.title : words || page.title;
            const text = title.replace(/[[\]\\]/g, "\\$&");
            const address = page.url.replace(/[()\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
            this.write(`[${text}](${address})`, 1, 1 + text.length);
          },
        },
      });
    }
  }

  window.wagtail.app.register("ep-markdown", Markdown);
})();
