// Keys for those who work all day: `/` searches, `g` and a letter goes to a module, `?` shows all keys.
(() => {
  "use strict";
  const PATIENCE_MS = 1200;
  let goingSince = 0;

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.timeStamp - goingSince < PATIENCE_MS) {
      goingSince = 0;
      const module = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (module) {
        event.preventDefault();
        module.click();
        return;
      }
    }
    if (event.key === "g") goingSince = event.timeStamp;
    else if (event.key === "/") {
      const search = document.querySelector("[data-key-search]");
      if (!search) return;
      event.preventDefault();
      search.select();
    } else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  });
})();
