// Menus are <details>: close the others when one opens, and all on Escape or a click elsewhere.
(() => {
  "use strict";
  const opened = () => document.querySelectorAll("details[data-menu][open]");

  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.open || !menu.matches("[data-menu]")) return;
    for (const other of opened()) if (other !== menu && !other.contains(menu)) other.open = false;
  }, true);

  document.addEventListener("click", (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
