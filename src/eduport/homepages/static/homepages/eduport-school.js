/*! eduport-school 1: news, events, state of the services and sign-in of a school, for any homepage.
 *  <eduport-school school="abc" show="login status news events" language="de">fallback</eduport-school>
 *  No cookies, no frames, no inline styles: works under a strict Content Security Policy. */
(() => {
  "use strict";
  /* Older browsers go on showing what stands inside of the element. */
  if (!document.currentScript || !("adoptedStyleSheets" in document)) return;
  const origin = new URL(document.currentScript.src).origin;
  const PARTS = ["login", "status", "news", "events"];
  const CSS = `
    :host{display:block;color-scheme:light dark;--text:var(--eduport-text,#131525);--muted:var(--eduport-muted,#51577a);--action:var(--eduport-action,#2044aa);--on:var(--eduport-on-action,#fff);--surface:var(--eduport-surface,#fff);--line:var(--eduport-line,#8b90ab);--warn:#8a4b00;--bad:#a5231b;--good:#0b6152;font:inherit;line-height:1.5;color:var(--text)}
    :host([hidden]){display:none}
    @media (prefers-color-scheme:dark){:host(:not([theme=light])){--text:var(--eduport-text,#f3f4f7);--muted:var(--eduport-muted,#c4c8d8);--action:var(--eduport-action,#97afe1);--on:var(--eduport-on-action,#000);--surface:var(--eduport-surface,#1d2034);--line:var(--eduport-line,#8b90ab);--warn:#f3c47b;--bad:#ffa69e;--good:#7fd8c2}}
    *{box-sizing:border-box}
    section,p.status,a.login,p.note{margin:0 0 1rem}
    .box{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:1rem}
    .title{margin:0 0 .5rem;font-size:1.15em;font-weight:600}
    ul{list-style:none;margin:0;padding:0}
    li{padding:.5rem 0;border-top:1px solid var(--line)}
    li:first-child{border-top:0}
    a{color:var(--action);text-underline-offset:.18em}
    a:focus-visible{outline:3px solid currentColor;outline-offset:2px;border-radius:4px}
    .login{display:inline-block;padding:.625rem 1.25rem;border-radius:8px;background:var(--action);color:var(--on);font-weight:600;text-decoration:none}
    .words{display:block;color:var(--muted);font-size:.9em}
    .text{display:block}
    .status{background:var(--surface);border:1px solid var(--line);border-left:.375rem solid var(--good);border-radius:8px;padding:.75rem 1rem}
    .planned{border-left-color:var(--warn)}
    .trouble{border-left-color:var(--bad)}
    @media (forced-colors:active){.login{border:1px solid}}`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);

  /* Foreign words only ever become text, foreign addresses only ever http(s) links. */
  const make = (tag, name, words, parent) => {
    const one = document.createElement(tag);
    if (name) one.className = name;
    if (words) one.textContent = words;
    if (parent) parent.append(one);
    return one;
  };
  const link = (href, words, name, parent) => {
    const one = make("a", name, words, parent);
    const url = new URL(href, origin);
    if (url.protocol === "https:" || url.protocol === "http:") one.href = url.href;
    return one;
  };

  class School extends HTMLElement {
    static observedAttributes = ["school", "show", "language", "limit"];

    connectedCallback() {
      this.load();
    }

    attributeChangedCallback() {
      if (this.isConnected && this.shadowRoot) this.load();
    }

    get language() {
      const near = this.closest("[lang]");
      const asked = this.getAttribute("language") || (near && near.lang) || "de";
      return asked.slice(0, 2) === "en" ? "en" : "de";
    }

    async load() {
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      if (!root.firstChild) root.append(document.createElement("slot"));
      const school = this.getAttribute("school") || "";
      const turn = (this.turn = (this.turn || 0) + 1);
      this.setAttribute("aria-busy", "true");
      try {
        const path = `/s/${encodeURIComponent(school)}/school.json?language=${this.language}`;
        const answer = await fetch(origin + path, { credentials: "omit", mode: "cors", referrerPolicy: "no-referrer" });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        if (turn === this.turn) this.draw(root, found);
      } catch {
        if (turn === this.turn) this.fail(root);
      }
      if (turn === this.turn) this.removeAttribute("aria-busy");
    }

    /* What stands inside of the element is shown as well: it should be a link. */
    fail(root) {
      const words = this.language === "en" ? "eduPort cannot be reached at the moment." : "eduPort ist gerade nicht zu erreichen.";
      const note = make("p", "note box", words);
      note.setAttribute("role", "status");
      root.replaceChildren(note, document.createElement("slot"));
      this.dispatchEvent(new CustomEvent("eduport-failed"));
    }

    draw(root, found) {
      const asked = (this.getAttribute("show") || PARTS.join(" ")).split(/\s+/);
      const parts = asked.filter((one) => PARTS.includes(one)).map((one) => this[one](found));
      const all = make("div");
      all.lang = found.language;
      all.append(...parts);
      root.replaceChildren(all);
      this.dispatchEvent(new CustomEvent("eduport-shown"));
    }

    login(found) {
      return link(found.login_url, found.words.login, "login");
    }

    status(found) {
      const one = make("p", `status ${["planned", "trouble"].includes(found.status.state) ? found.status.state : ""}`);
      make("strong", "", `${found.words.status}: `, one);
      link(found.status.url, found.status.text, "", one);
      return one;
    }

    news(found) {
      return this.list(found.words.news, found.news, found.words.no_news, found);
    }

    events(found) {
      return this.list(found.words.events, found.events, found.words.no_events, found);
    }

    list(title, lines, nothing, found) {
      const section = make("section", "box");
      section.setAttribute("aria-label", `${title}: ${found.name}`);
      const level = Math.min(6, Math.max(2, Number(this.getAttribute("level")) || 2));
      make(`h${level}`, "title", title, section);
      const limit = Number(this.getAttribute("limit")) || lines.length;
      if (!lines.length) make("p", "words", nothing, section);
      const list = lines.length ? make("ul", "", "", section) : null;
      for (const line of lines.slice(0, limit)) {
        const item = make("li", "", "", list);
        link(line.url, line.title, "", item);
        make("span", "words", line.words, item);
        if (line.text) make("span", "text", line.text, item);
      }
      return section;
    }
  }

  if (!customElements.get("eduport-school")) customElements.define("eduport-school", School);
})();
