// Suggestions while somebody types, as a combobox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// Without this script the form is sent as any other.
"use strict";

const WAIT = 120; // milliseconds after the last key

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  let options = [];
  let chosen = -1;
  let asking = null;
  let timer = 0;

  list.id = `${input.id}-options`;
  list.className = "search-options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    chosen = index;
    Array.from(list.children).forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[index].id);
  }

  function show([, names, titles, addresses]) {
    options = addresses;
    list.replaceChildren(...names.map((name, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = name === titles[index] ? name : `${name} → ${titles[index]}`;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        location.assign(options[index]);
      });
      return item;
    }));
    list.hidden = names.length === 0 || document.activeElement !== input;
    chosen = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    if (asking) asking.abort();
    if (input.value.trim().length < 2) {
      close();
      return;
    }
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
      else close();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + step + 1 + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(options[chosen]);
    }
  });
}

document.querySelectorAll("form[data-suggest]").forEach(combobox);
