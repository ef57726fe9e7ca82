// Dialogs open from links and buttons, close on their own button and on a click beside them (Escape is the browser's).
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
    else if (event.target instanceof HTMLDialogElement && event.target.matches("[data-dialog]")) event.target.close();
  });
})();
