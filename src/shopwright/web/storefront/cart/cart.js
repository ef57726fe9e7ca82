// The cart's small comforts: the count grows when something was added, and the keyboard stays where it was.
(() => {
  "use strict";
  // The answer to "add" says how many came, so that adding costs no counting; places that show the count know the rest.
  document.addEventListener("cart-added", (event) => {
    const place = document.querySelector("[data-cart-count]");
    const before = place && !place.hidden ? Number.parseInt(place.textContent, 10) || 0 : 0;
    const added = Number(event.detail && event.detail.value !== undefined ? event.detail.value : event.detail);
    document.body.dispatchEvent(new CustomEvent("cart-count", { bubbles: true, detail: { value: before + added } }));
  });

  // Enter in a quantity is a change like any other; without script it saves the whole form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".cart-quantity input")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // The steps of a quantity have no id, so htmx cannot give them the focus back when the lines are replaced.
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "cart") return;
    const step = document.activeElement && document.activeElement.closest("[data-quantity-step]");
    const form = step && step.closest("[data-keep]");
    kept = form ? `[data-keep="${form.dataset.keep}"] [data-quantity-step="${step.dataset.quantityStep}"]` : null;
    if (!kept && document.activeElement && document.activeElement.dataset.keep) {
      kept = `[data-keep="${document.activeElement.dataset.keep}"]`;
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    const step = kept && document.querySelector(kept);
    kept = null;
    if (step) step.focus();
  });
})();
