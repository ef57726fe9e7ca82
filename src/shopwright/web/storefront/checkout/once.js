// A form that is sent once: the second click of a double click does nothing. The server would refuse it as well.
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-once]");
    if (!form) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  // A page that comes back from the browser's memory may be sent again; its key still makes it one order.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-once]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });
  // What went wrong is read first, also by those who hear the page.
  const told = document.querySelector("[data-told]");
  if (told) told.focus();
})();
