// Children of [data-reorder] are put in order by dragging them at their [data-grip]; the list then tells "reordered", with
// the keys of its [data-item]s. What is dragged goes behind what it is dropped on when it moves forward, else before it.
(() => {
  "use strict";
  let dragged = null;
  const itemOf = (target) => (target instanceof Element ? target.closest("[data-reorder] [data-item]") : null);
  const listOf = (item) => item.closest("[data-reorder]");
  const clear = (list) => list.querySelectorAll(".is-target").forEach((item) => item.classList.remove("is-target"));

  document.addEventListener("pointerdown", (event) => {
    const item = itemOf(event.target);
    // Only at the grip: words in a field are still selected with the mouse.
    if (item) item.draggable = event.target.closest("[data-grip]") !== null;
  });
  document.addEventListener("dragstart", (event) => {
    const item = itemOf(event.target);
    if (!item || !item.draggable) return;
    dragged = item;
    item.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.item);
  });
  document.addEventListener("dragover", (event) => {
    const item = itemOf(event.target);
    if (!dragged || !item || listOf(item) !== listOf(dragged)) return;
    event.preventDefault();
    clear(listOf(item));
    if (item !== dragged) item.classList.add("is-target");
  });
  document.addEventListener("drop", (event) => {
    const item = itemOf(event.target);
    if (!dragged || !item || item === dragged || listOf(item) !== listOf(dragged)) return;
    event.preventDefault();
    const isForward = dragged.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isForward) item.after(dragged);
    else item.before(dragged);
    const list = listOf(item);
    const keys = [...list.querySelectorAll("[data-item]")].map((one) => one.dataset.item);
    list.dispatchEvent(new CustomEvent("reordered", { bubbles: true, detail: keys }));
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    clear(listOf(dragged));
    dragged.classList.remove("is-dragged");
    dragged.draggable = false;
    dragged = null;
  });
})();
