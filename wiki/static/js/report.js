// Leads from marked words to the passage that holds them: the link "Report" takes them along.
(() => {
  const link = document.querySelector("[data-report-link]");
  if (!link) return;
  const plain = link.getAttribute("href");
  document.addEventListener("selectionchange", () => {
    const marked = document.getSelection();
    const place = marked.anchorNode?.parentElement?.closest(".prose, .infobox");
    const words = place ? marked.toString().trim().slice(0, 300) : "";
    link.setAttribute("href", words ? `${plain}?quote=${encodeURIComponent(words)}` : plain);
    link.textContent = words ? "Report what you marked" : "Report";
  });
})();
