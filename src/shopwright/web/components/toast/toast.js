// Toasts leave by themselves, not while somebody reads them, and new ones arrive with htmx answers.
(() => {
  "use strict";
  const STAY_MS = 5000;
  const UNDO_MS = 15000;
  const LEAVE_MS = 300;

  const watch = (toast) => {
    const leave = () => {
      if (toast.matches(":hover, :focus-within")) {
        setTimeout(leave, STAY_MS);
        return;
      }
      toast.classList.add("is-leaving");
      setTimeout(() => toast.remove(), LEAVE_MS);
    };
    setTimeout(leave, toast.matches("[data-toast-undo]") ? UNDO_MS : STAY_MS);
  };

  document.querySelectorAll("[data-toast]").forEach(watch);

  document.addEventListener("toast", (event) => {
    const { kind = "note", text = "" } = event.detail || {};
    const box = document.querySelector("[data-toasts]");
    const template = box && box.querySelector(`[data-toast-template="${CSS.escape(kind)}"]`);
    if (!template || !text) return;
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector("p").textContent = text;
    box.append(toast);
    watch(toast);
  });

  // The number of things in the cart changes in every place that shows it.
  document.addEventListener("cart-count", (event) => {
    const count = Number(event.detail && event.detail.value !== undefined ? event.detail.value : event.detail);
    for (const place of document.querySelectorAll("[data-cart-count]")) {
      place.textContent = count > 99 ? "99+" : String(count);
      place.hidden = count === 0;
    }
  });
})();
