// Keeps what is typed: on the server for who is signed in, in this browser for everybody else.
(() => {
  "use strict";
  const form = document.querySelector("[data-writing]");
  if (!form) return;
  const url = form.dataset.draftUrl;
  const key = `draft:${form.getAttribute("action")}`;
  let timer = 0;
  let isSent = false;

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(false), 1000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isSent = true;
  });

  let isKept = true;
  form.addEventListener("input", () => { isKept = false; });
  window.addEventListener("pagehide", () => { if (!isKept) keep(true); });

  function keep(isLeaving) {
    if (isSent) return;
    isKept = true;
    if (url) {
      if (isLeaving) navigator.sendBeacon(url, new FormData(form));
      else fetch(url, { method: "POST", body: new FormData(form) });
      return;
    }
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
  }

  const kept = !url && localStorage.getItem(key);
  if (!kept || document.querySelector(".error, .clash")) return;
  const { at, fields } = JSON.parse(kept);
  const body = (fields.find(([name]) => name === "body") || [])[1];
  if (body === undefined || body.trim() === form.elements.body.value.trim()) {
    discard(); // it was saved
    return;
  }
  const minutes = Math.max(1, Math.round((Date.now() - at) / 60000));
  const notice = document.createElement("div");
  notice.className = "notice";
  const words = document.createElement("p");
  words.textContent = `This browser has a draft of this from ${minutes} minute${minutes === 1 ? "" : "s"} ago.`;
  notice.append(words, button("Restore it", restore), button("Discard it", discard));
  form.before(notice);

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet";
    made.textContent = text;
    made.addEventListener("click", () => { action(); notice.remove(); });
    return made;
  }
  function restore() {
    for (const [name, value] of fields) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function discard() {
    localStorage.removeItem(key);
  }
})();
