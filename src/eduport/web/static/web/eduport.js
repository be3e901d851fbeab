/* eduPort: small enhancements. Every page works without this file.
   No inline handlers, no eval (strict CSP). Sentences come from the page:
   the data- attributes of <template id="ep-texts"> in web/base.html. */
(() => {
  const d = document, root = d.documentElement;
  root.classList.add("js");
  const $ = (s, e = d) => e.querySelector(s), $$ = (s, e = d) => [...e.querySelectorAll(s)];
  const texts = ($("#ep-texts") || { dataset: {} }).dataset;
  const number = (n) => n.toLocaleString(root.lang || undefined);
  const text = (key, n) => (texts[key] || "").replace("{n}", n === undefined ? "" : number(n));
  const counted = (key, n) => text(key + (n === 1 ? "One" : "Many"), n);
  const say = (t) => { const l = $("#ep-live"); if (l) { l.textContent = ""; setTimeout(() => (l.textContent = t), 60); } };
  const norm = (s) => s.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss").replace(/ı/g, "i").replace(/\u00ad/g, "");
  const swapIcon = (button, name) => { const u = $("use", button); u.setAttribute("href", u.getAttribute("href").replace(/#.*/, "#" + name)); };

  /* Disclosure menus: Escape closes and returns focus, a click outside closes, only one is open. */
  const openMenus = () => $$("details.ep-menu[open]");
  const closeOthers = (e) => openMenus().forEach((m) => { if (!m.contains(e.target)) m.open = false; });
  const moveInMenu = (e, menu) => {
    const items = [$("summary", menu), ...$$(".ep-menu__list a, .ep-menu__list button", menu)], i = items.indexOf(e.target);
    if (i < 0) return;
    e.preventDefault();
    items[(i + (e.key === "ArrowDown" ? 1 : items.length - 1)) % items.length].focus();
  };
  d.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { const m = openMenus()[0]; if (m) { m.open = false; $("summary", m).focus(); e.preventDefault(); } }
    if (e.key === "/" && d.body.dataset.keys !== "off" && !/^(input|textarea|select)$/i.test(e.target.tagName) && !e.ctrlKey && !e.metaKey && !e.altKey) {
      const q = $("[data-hotkey]");
      if (q) { e.preventDefault(); q.focus(); q.select(); }
    }
    const m = e.target.closest && e.target.closest("details.ep-menu[open]");
    if (m && (e.key === "ArrowDown" || e.key === "ArrowUp")) moveInMenu(e, m);
  });
  d.addEventListener("click", closeOthers);
  d.addEventListener("focusin", closeOthers);

  /* Single keys: they press, or go to, what carries data-key. Not while somebody types, not in dialogs, and never with another key. */
  const isTyping = (e) => e.isContentEditable || (/^(input|textarea|select)$/i.test(e.tagName) && !/^(checkbox|radio)$/.test(e.type));
  const moveInRows = (step) => {
    const rows = $$("a[data-row]"), at = rows.findIndex((a) => a.closest("tr").contains(d.activeElement));
    const goal = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (goal) goal.focus();
    return Boolean(goal);
  };
  const tickRow = () => {
    const row = d.activeElement.closest("tr"), box = row && $('input[name="ids"]', row);
    if (box) box.click();
    return Boolean(box);
  };
  const pressKey = (key) => {
    if (key === "j" || key === "k") return moveInRows(key === "j" ? 1 : -1);
    if (key === "x") return tickRow();
    const goal = $(`[data-key="${CSS.escape(key)}"]`);
    if (goal && goal.matches("textarea, input")) goal.focus(); else if (goal) goal.click();
    return Boolean(goal);
  };
  d.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.key.length !== 1 || isTyping(e.target) || $("dialog[open]")) return;
    if (d.body.dataset.keys === "off" || !$("#keys")) return;
    if (pressKey(e.key)) e.preventDefault();
  });

  /* A search inside a form: Enter must not send the form. */
  d.addEventListener("keydown", (e) => { if (e.key === "Enter" && e.target.matches && e.target.matches("[data-noenter]")) e.preventDefault(); });

  /* Tiles: filter while typing, Enter opens the first hit. */
  const tileFilter = $("[data-tilefilter]");
  if (tileFilter) {
    const run = () => {
      const words = norm(tileFilter.value).split(/\s+/).filter(Boolean), seen = new Set();
      let found = 0;
      $$(".ep-group").forEach((group) => {
        let here = 0;
        $$(".ep-tile[data-name]", group).forEach((tile) => {
          const id = tile.dataset.name, content = norm(tile.textContent);
          const hit = words.every((w) => content.includes(w)) && !(words.length && seen.has(id));
          tile.hidden = !hit;
          if (hit) { here++; seen.add(id); }
        });
        group.hidden = here === 0;
        found += here;
      });
      $("#ep-notiles").hidden = found > 0;
      if (words.length) say(counted("tiles", found));
    };
    tileFilter.addEventListener("input", run);
    tileFilter.addEventListener("keydown", (e) => {
      if (e.key === "Enter") {
        const first = $(".ep-tile[data-name]:not([hidden]) .ep-tile__name");
        if (first && tileFilter.value.trim()) { e.preventDefault(); first.click(); }
      }
      if (e.key === "Escape") { tileFilter.value = ""; run(); }
    });
  }

  /* Single buttons. */
  d.addEventListener("click", (e) => {
    const show = e.target.closest("[data-showpw]");
    if (show) {
      const input = d.getElementById(show.dataset.showpw), on = input.type === "password";
      input.type = on ? "text" : "password";
      show.setAttribute("aria-pressed", on);
      swapIcon(show, on ? "visibility_off" : "visibility");
    }
    const pick = e.target.closest("[data-pick]");
    if (pick) d.getElementById(pick.dataset.pick).click();
    const close = e.target.closest("[data-close]");
    if (close) { const dialog = close.closest("dialog"); if (dialog) dialog.close(); else close.closest("[data-closable]").remove(); }
    const copy = e.target.closest("[data-copy]");
    if (copy && navigator.clipboard) navigator.clipboard.writeText(d.getElementById(copy.dataset.copy).textContent.trim()).then(() => say(text("copied")));
  });

  /* Selects that apply at once; the button beside them is for pages without JavaScript. */
  d.addEventListener("change", (e) => { const f = e.target.closest("[data-autosubmit]"); if (f) f.requestSubmit(); });

  /* A live search has asked while it was typed. When it loses focus it must not ask again: that would take away the tick that was just set. */
  d.addEventListener("change", (e) => { if (e.target.matches('form[hx-get] input[type="search"]')) e.stopPropagation(); }, true);

  /* Selection in tables: boxes named "ids", a hidden field "all" for everything that matches the filter. */
  const boxes = () => $$('[data-bulk] input[name="ids"]');
  const everything = () => $('[data-bulk] input[name="all"]');
  const count = (form, total, onPage) => {
    const bar = $(".ep-bulk", form), all = everything(), checked = boxes().filter((x) => x.checked).length;
    bar.classList.toggle("is-on", checked > 0);
    const isAll = all && all.value === "1", many = "more" in form.dataset ? "More" : "";
    $("[data-n]", bar).textContent = isAll && many ? text("selectedMore", total) : counted("selected", isAll ? total : checked);
    const more = $("[data-pickall]", bar);
    if (more) { more.hidden = !(all && checked === onPage && total > onPage && all.value !== "1"); more.textContent = text("selectAll" + many, total); }
  };
  const selection = () => {
    const form = $("[data-bulk]");
    if (!form || !$(".ep-bulk", form)) return;
    const list = boxes(), checked = list.filter((x) => x.checked).length, all = everything();
    if (all && all.value === "1" && checked < list.length) all.value = "";
    $$("[data-all]", form).forEach((head) => {
      head.checked = list.length > 0 && checked === list.length;
      head.indeterminate = checked > 0 && checked < list.length;
    });
    count(form, +(form.dataset.total || list.length), list.length);
  };
  let last = null, shift = false;
  /* The click that the space key makes does not say everywhere whether Shift was held. */
  ["keydown", "keyup"].forEach((name) => d.addEventListener(name, (e) => { shift = e.shiftKey; }));
  const tick = (e, box) => {
    const list = boxes();
    if ((e.shiftKey || shift) && last) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((p, q) => p - q);
      list.slice(from, to + 1).forEach((x) => (x.checked = box.checked));
    }
    last = box;
  };
  d.addEventListener("click", (e) => {
    const box = e.target.closest('[data-bulk] input[name="ids"]'), head = e.target.closest("[data-all]");
    const pickAll = e.target.closest("[data-pickall]"), none = e.target.closest("[data-picknone]");
    if (box) tick(e, box);
    if (head) boxes().forEach((x) => (x.checked = head.checked));
    if (pickAll) everything().value = "1";
    if (none) { boxes().forEach((x) => (x.checked = false)); if (everything()) everything().value = ""; }
    if (box || head || pickAll || none) selection();
    if (pickAll) say($("[data-bulk] [data-n]").textContent);
  });
  selection();

  /* Our own dialogs, already in the page, and those that htmx brings. */
  d.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-dialog]");
    const dialog = opener && d.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal) { e.preventDefault(); dialog.showModal(); }
  });
  const openFaq = () => { const f = $("[data-suggestions] .ep-faq"); if (f && matchMedia("(min-width:64rem)").matches) f.open = true; };
  openFaq();
  d.body.addEventListener("htmx:afterSwap", (e) => {
    const dialog = $("dialog", e.detail.target);
    if (dialog && !dialog.open) dialog.showModal();
    if (e.detail.target.closest("[data-suggestions]")) openFaq();
    selection();
  });
  d.body.addEventListener("htmx:beforeSwap", (e) => { if (e.detail.xhr.status === 422) { e.detail.shouldSwap = true; e.detail.isError = false; } });
  const fail = () => { const b = $("#ep-fail"); if (b) b.hidden = false; };
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => d.body.addEventListener(name, fail));

  /* The error summary takes the focus once. */
  const summary = $("[data-errorsummary]");
  if (summary) summary.focus();

  /* Drop zone: a file that is dropped goes into the field that the button fills. */
  const zone = $(".ep-drop");
  if (zone) {
    const input = $('input[type="file"]', zone), over = (on) => zone.classList.toggle("is-over", on);
    let depth = 0;
    d.addEventListener("dragenter", (e) => { if ([...e.dataTransfer.types].includes("Files")) { depth++; over(true); } });
    d.addEventListener("dragleave", () => { if (--depth <= 0) { depth = 0; over(false); } });
    d.addEventListener("dragover", (e) => e.preventDefault());
    d.addEventListener("drop", (e) => {
      e.preventDefault();
      depth = 0;
      over(false);
      if (!e.dataTransfer.files.length || !input) return;
      input.files = e.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      say(counted("files", e.dataTransfer.files.length));
    });
  }
})();
