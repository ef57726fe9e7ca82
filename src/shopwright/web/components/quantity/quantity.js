// The steps beside a quantity. A change is announced like one typed by hand, so that htmx and the server see it.
(() => {
  "use strict";
  const refresh = (box) => {
    const input = box.querySelector("input");
    for (const button of box.querySelectorAll("[data-quantity-step]")) {
      const next = Number(input.value) + Number(button.dataset.quantityStep);
      button.disabled = next < Number(input.min || 0) || (input.max !== "" && next > Number(input.max));
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quantity-step]");
    if (!button) return;
    const box = button.closest("[data-quantity]");
    const input = box.querySelector("input");
    if (Number(button.dataset.quantityStep) > 0) input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-quantity]");
    if (box) refresh(box);
  });
})();
