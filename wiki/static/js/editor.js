// Makes the editor comfortable: spoiler button, names after “[[”, a preview that keeps up, a Tab key that leaves.
// Everything here has a way without it.
(() => {
  "use strict";
  const area = document.getElementById("id_body");
  if (!area) return;

  // The widget takes Tab, Ctrl+D and Ctrl+[ for itself; here they keep their meaning.
  const mine = new Set(["Tab", "d", "[", "]"]);
  document.addEventListener("keydown", (event) => {
    if (event.target === area && mine.has(event.key)) event.stopImmediatePropagation();
  }, true);

  function replaceSelection(text, selectFrom, selectTo) {
    const start = area.selectionStart;
    area.focus();
    // The one way that keeps the browser's own undo; where it is gone, the text goes in without.
    if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, area.selectionEnd, "end");
    area.setSelectionRange(start + selectFrom, start + selectTo);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  window.aliasInsert = (text) => replaceSelection(text, text.length, text.length);

  // Spoiler button.
  const toolbar = document.querySelector("markdown-toolbar");
  const picker = document.querySelector("[data-gate-picker]");
  toolbar.hidden = false;
  toolbar.querySelector("[data-spoiler]").addEventListener("click", () => picker.showModal());
  picker.querySelector("[data-close]").addEventListener("click", () => picker.close());
  picker.querySelector("[data-choose]").addEventListener("click", () => {
    picker.close();
    hide(picker.querySelector("select").value);
  });

  function hide(gate) {
    widen();
    const text = area.value.slice(area.selectionStart, area.selectionEnd);
    if (/\n\s*\n|^\s*([-*+>#]|\d+\.)/.test(text)) {
      const before = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n" : "";
      const open = `${before}::: spoiler ${gate}\n`;
      replaceSelection(`${open}${text.replace(/\n*$/, "")}\n:::\n`, open.length, open.length + text.length);
    } else {
      const words = text || "words";
      replaceSelection(`[${words}]{${gate}}`, 1, 1 + words.length);
    }
  }

  // Half a gate or link is never wrapped: the selection grows until its brackets are whole.
  function widen() {
    let { selectionStart: start, selectionEnd: end } = area;
    const whole = /\[(?:[^[\]\n]|\[[^[\]\n]*\])*\](?:\{[^{}\n]*\}|\([^()\n]*\))?/g;
    for (const match of area.value.matchAll(whole)) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (from < end && to > start && !(from >= start && to <= end)) {
        start = Math.min(start, from);
        end = Math.max(end, to);
      }
    }
    area.setSelectionRange(start, end);
  }

  // The widget asks for a preview whenever typing pauses. An answer that is out of date is called off.
  const address = area.dataset.markdownxUrlsPath;
  const seenAs = document.getElementById("id_as");
  const { open, send } = XMLHttpRequest.prototype;
  let last = null;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.isPreview = url === address;
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.isPreview) {
      if (last) last.abort();
      last = this;
      this.addEventListener("loadend", () => { if (last === this) last = null; });
      body.append("as", seenAs.value);
    }
    return send.call(this, body);
  };
  area.addEventListener("input", () => { if (last) last.abort(); });
  seenAs.addEventListener("change", () => area.dispatchEvent(new Event("input", { bubbles: true })));

  // A line number in a message leads to its line.
  document.querySelectorAll("[data-line]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const start = area.value.split("\n").slice(0, link.dataset.line - 1).join("\n").length;
    area.focus();
    area.setSelectionRange(start ? start + 1 : 0, start ? start + 1 : 0);
  }));

  // Names after “[[”.
  const expander = document.querySelector("text-expander");
  let waiting = null;
  expander.addEventListener("text-expander-change", (event) => {
    const { provide, text } = event.detail;
    if (waiting) waiting.abort();
    waiting = new AbortController();
    const url = `${expander.dataset.names}?q=${encodeURIComponent(text)}`;
    provide(fetch(url, { signal: waiting.signal }).then((answer) => answer.json()).then(menu).catch(() => ({ matched: false })));
  });
  expander.addEventListener("text-expander-value", (event) => {
    event.detail.value = `[[${event.detail.item.dataset.name}]]`;
  });

  function menu({ names }) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    names.forEach((name, index) => {
      const item = document.createElement("li");
      item.id = `suggestion-${index}`;
      item.setAttribute("role", "option");
      item.dataset.name = name;
      item.textContent = name;
      list.append(item);
    });
    return { matched: names.length > 0, fragment: list };
  }

  // One more empty line of a list whenever the last one is used, or asked for.
  document.querySelectorAll("[data-entries]").forEach((set) => {
    set.addEventListener("input", () => {
      const rows = set.querySelectorAll(".entry");
      if (rows[rows.length - 1].querySelector("input, select").value) addRow(set);
    });
    set.querySelector(".more")?.addEventListener("click", (event) => {
      event.preventDefault();
      addRow(set).querySelector("input, select").focus();
    });
  });

  function addRow(set) {
    const rows = set.querySelectorAll(".entry");
    const row = rows[rows.length - 1];
    const total = document.getElementById(`id_${set.dataset.entries}-TOTAL_FORMS`);
    const next = row.cloneNode(true);
    next.classList.remove("has-error");
    next.querySelectorAll(".errorlist").forEach((list) => list.remove());
    next.querySelectorAll("input, select, label").forEach((part) => {
      for (const name of ["id", "name", "for"]) {
        if (part.hasAttribute(name)) {
          part.setAttribute(name, part.getAttribute(name).replace(/-\d+-/, `-${total.value}-`));
        }
      }
      if (part.tagName === "INPUT") part.value = "";
    });
    row.after(next);
    total.value = Number(total.value) + 1;
    return next;
  }

  // Names of pages, offered while they are typed into a fact.
  const offered = document.getElementById("page-names");
  let asking;
  document.addEventListener("input", async (event) => {
    if (!offered || event.target.getAttribute("list") !== offered.id || event.target.value.length < 2) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const url = `${offered.dataset.names}?q=${encodeURIComponent(event.target.value)}`;
      const { names } = await (await fetch(url, { signal: asking.signal })).json();
      offered.replaceChildren(...names.map((name) => new Option(name, name)));
    } catch { /* typed on, or offline: there is nothing to offer */ }
  });

  document.querySelector("[data-faults]")?.focus();
})();
