// Sends a picture from the editor: dropped, pasted or chosen. Its words are asked for first; without them, nothing goes.
(() => {
  "use strict";
  const area = document.getElementById("id_body");
  const dialog = document.querySelector("[data-upload-dialog]");
  if (!area || !dialog) return;
  const form = dialog.querySelector("form");
  const file = form.elements.image;
  const trouble = dialog.querySelector("[data-trouble]");

  document.querySelector("[data-upload]").addEventListener("click", () => ask(null));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  // Before the widget, which would send files without words and write its errors into the text.
  for (const [type, part] of [["drop", "dataTransfer"], ["paste", "clipboardData"]]) {
    document.addEventListener(type, (event) => {
      if (event.target !== area || !event[part] || !event[part].files.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(event[part].files);
    }, true);
  }

  function ask(files) {
    trouble.hidden = true;
    form.reset();
    if (files) file.files = files;
    dialog.showModal();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const said = await answer.json().catch(() => ({ error: "The picture could not be sent. Try again in a minute." }));
    if (!answer.ok) {
      trouble.textContent = said.error;
      trouble.hidden = false;
      return;
    }
    dialog.close();
    const before = area.value.slice(0, area.selectionStart);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    window.aliasInsert(`${gap}${said.image_code}\n\n`);
  });
})();
