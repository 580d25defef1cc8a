// Suggestions while somebody types, as a combobox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without this script the form is sent as any other.
"use strict";

const WAIT = 120; // milliseconds after the last key
const LEAST = 2; // characters

function part(form, tag, properties) {
  const element = Object.assign(document.createElement(tag), properties);
  form.append(element);
  return element;
}

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = part(form, "ul", { id: `${input.id}-options`, className: "search-options", hidden: true });
  const status = part(form, "p", { className: "hidden-text", ariaLive: "polite" });
  let addresses = [];
  let chosen = -1;
  let asking = new AbortController();
  let timer = 0;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function choose(index) {
    chosen = index;
    Array.from(list.children).forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    choose(-1);
    status.textContent = isOpen ? `${addresses.length} suggestion${addresses.length === 1 ? "" : "s"}` : "";
  }

  // Whatever is still under way is forgotten: an answer that comes late belongs to other words.
  function forget() {
    clearTimeout(timer);
    asking.abort();
  }

  function close() {
    forget();
    open(false);
  }

  function option(text, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.textContent = text;
    item.addEventListener("click", () => location.assign(addresses[index]));
    return item;
  }

  function show([, names, titles, found]) {
    addresses = found;
    list.replaceChildren(...names.map((name, at) => option(name === titles[at] ? name : `${name} → ${titles[at]}`, at)));
    open(names.length > 0 && document.activeElement === input);
  }

  async function ask() {
    forget();
    if (input.value.trim().length < LEAST) {
      open(false);
      return;
    }
    const mine = new AbortController();
    asking = mine;
    try {
      const address = `${form.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
      const answer = await fetch(address, { signal: mine.signal });
      const found = answer.ok ? await answer.json() : ["", [], [], []];
      if (!mine.signal.aborted) show(found);
    } catch {
      if (!mine.signal.aborted) open(false);
    }
  }

  function move(step) {
    const places = addresses.length + 1; // the text itself is one of them
    choose(((chosen + 1 + step + places) % places) - 1);
  }

  input.addEventListener("input", () => {
    forget();
    choose(-1); // what was chosen was chosen for other words
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // which would take the focus
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the first Escape keeps what was typed
      close();
    } else if (event.key === "Escape") {
      forget();
    } else if (step && list.hidden) {
      if (input.value.trim().length >= LEAST) event.preventDefault();
      ask();
    } else if (step) {
      event.preventDefault();
      move(step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(addresses[chosen]);
    }
  });
}

document.querySelectorAll("form[data-suggest]").forEach(combobox);
