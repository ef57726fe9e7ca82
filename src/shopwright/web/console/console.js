// Copy a text that a button carries, such as an address for a label.
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    document.dispatchEvent(new CustomEvent("toast", { detail: { kind: "positive", text: button.dataset.copied } }));
  });
})();
