// A page that was open for a moment counts as read. Without this, its button does.
(() => {
  "use strict";
  const form = document.querySelector("form[data-read]");
  if (!form) return;
  const SECONDS = 5;
  let timer = 0;
  const send = () => fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
  const wait = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(send, SECONDS * 1000);
  };
  document.addEventListener("visibilitychange", wait);
  wait();
})();
