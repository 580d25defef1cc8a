// Solves the puzzle of a sign-up in a worker, from when somebody starts to type; the form waits for it if it has to.
(() => {
  "use strict";
  const form = document.querySelector("[data-puzzle]");
  const field = form && form.querySelector("[data-work]");
  if (!field || !window.Worker || !(window.crypto && crypto.subtle)) return; // waiting a while does as well
  const status = form.querySelector("[data-puzzle-status]");
  let solving = null;

  function solve() {
    solving = solving || fetch(form.dataset.puzzle, { credentials: "same-origin" })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.status))))
      .then((challenge) => new Promise((resolve, reject) => {
        const worker = new Worker(form.dataset.worker);
        worker.onerror = reject;
        worker.onmessage = ({ data }) => {
          worker.terminate();
          if (!data || data.error) reject(new Error("unsolved"));
          else resolve(btoa(JSON.stringify({ challenge, solution: data })));
        };
        worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1 });
      }))
      .then((work) => { field.value = work; });
    return solving;
  }

  let isReady = Boolean(field.value);
  if (!isReady) form.addEventListener("input", () => { solve().catch(() => {}); }, { once: true });
  form.addEventListener("submit", (event) => {
    if (isReady || field.value) return;
    event.preventDefault();
    status.hidden = false;
    solve().catch(() => {}).finally(() => { // unsolved, the form goes as it goes without JavaScript
      isReady = true;
      form.requestSubmit();
    });
  });
})();
