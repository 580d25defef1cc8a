// Following a notice marks it as read. Without this, its button does.
(() => {
  "use strict";
  document.querySelector("[data-notices]")?.addEventListener("click", (event) => {
    const form = event.target.closest(".notice-what a")?.closest("li").querySelector("form");
    if (form) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
  });
})();
