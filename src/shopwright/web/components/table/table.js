// Lists: choose rows, count them for the bulk bar, walk with j and k, open with Enter.
(() => {
  "use strict";
  const rowBoxes = (table) => [...table.querySelectorAll("[data-select-row]")];

  const recount = (table) => {
    const boxes = rowBoxes(table);
    const chosen = boxes.filter((box) => box.checked).length;
    const all = table.querySelector("[data-select-all]");
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    const bar = document.querySelector("[data-bulk-bar]");
    if (!bar) return;
    bar.hidden = chosen === 0;
    bar.querySelector("[data-bulk-count]").textContent = String(chosen);
  };

  document.addEventListener("change", (event) => {
    const table = event.target.closest("[data-table]");
    if (!table) return;
    if (event.target.matches("[data-select-all]")) for (const box of rowBoxes(table)) box.checked = event.target.checked;
    recount(table);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bulk-clear]")) {
      for (const table of document.querySelectorAll("[data-table]")) {
        for (const box of rowBoxes(table)) box.checked = false;
        recount(table);
      }
    }
  });

  const move = (step) => {
    const rows = [...document.querySelectorAll("[data-table] tbody tr")];
    if (rows.length === 0) return;
    const here = rows.findIndex((row) => row.classList.contains("is-here"));
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    for (const row of rows) row.classList.toggle("is-here", row === rows[next]);
    rows[next].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]") || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
    const here = document.querySelector("[data-table] tr.is-here");
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x" && here) here.querySelector("[data-select-row]")?.click();
    else if (event.key === "Enter" && here && !event.target.closest("a, button, input")) here.querySelector("a")?.click();
  });

  const isDense = document.documentElement.classList.contains("is-dense");
  document.querySelector("[data-density]")?.setAttribute("aria-pressed", String(isDense));
  document.querySelectorAll("[data-table]").forEach(recount);
})();
