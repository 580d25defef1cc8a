// Joins a form to the library's scripts for passkeys, and says in words what went wrong. Without JavaScript such a form
// stays hidden, and the page offers another way.
(() => {
  "use strict";
  const form = document.querySelector("[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.allauth) return;
  const field = (name) => form.elements[name] && form.elements[name].id;
  const button = document.getElementById("passkey_button");
  window.allauth.webauthn.forms[form.dataset.passkey]({
    ids: {
      add: button.id, authenticate: button.id, login: button.id,
      credential: field("credential"), passwordless: field("passwordless"), data: "js_data",
    },
  });
  form.addEventListener("submit", (event) => event.preventDefault()); // the scripts send it themselves
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const words = form.querySelector("[role=alert]") || document.createElement("p");
    words.className = "error";
    words.setAttribute("role", "alert");
    words.textContent = "That did not work. Perhaps it was broken off, or took too long; please try again.";
    form.prepend(words);
  });
  form.hidden = false;
})();
