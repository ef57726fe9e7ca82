// Blocks by dragging: the order is sent as soon as a block is dropped. Without a script the buttons do the same.
(() => {
  "use strict";
  const list = document.querySelector("[data-blocks]");
  if (!list) return;
  let dragged = null;
  const rowOf = (event) => event.target instanceof Element && event.target.closest("[data-block]");
  const clear = () => list.querySelectorAll(".is-target").forEach((row) => row.classList.remove("is-target"));

  for (const grip of list.querySelectorAll(".block-grip")) {
    const row = grip.closest("[data-block]");
    grip.addEventListener("pointerdown", () => { row.draggable = true; });
    grip.addEventListener("pointerup", () => { row.draggable = false; });
  }
  list.addEventListener("dragstart", (event) => {
    dragged = rowOf(event);
    if (!dragged) return;
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.block);
  });
  list.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!dragged || !row) return;
    event.preventDefault();
    clear();
    if (row !== dragged) row.classList.add("is-target");
  });
  list.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    const isDownwards = dragged.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isDownwards) row.after(dragged); else row.before(dragged);
    const form = document.getElementById(list.dataset.blocks);
    form.elements.ids.value = [...list.querySelectorAll("[data-block]")].map((one) => one.dataset.block).join(",");
    form.requestSubmit();
  });
  list.addEventListener("dragend", () => {
    clear();
    if (dragged) {
      dragged.classList.remove("is-dragged");
      dragged.draggable = false;
    }
    dragged = null;
  });
})();
