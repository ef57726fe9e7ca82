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

// A form that came back begins at its first fault, so that the keyboard goes on where something is to be mended.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const wrong = [...document.querySelectorAll('#content [aria-invalid="true"]')].find((one) => one.checkVisibility());
    if (!wrong) return;
    wrong.focus({ preventScroll: true });
    // Whoever scans or types again puts it in the place of what was wrong.
    if (wrong.matches("input.input")) wrong.select();
    wrong.scrollIntoView({ block: "center" });
  });
})();
