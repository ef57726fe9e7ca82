// The new order of the blocks is sent as soon as one is dropped. Without a script the buttons do the same.
document.addEventListener("reordered", (event) => {
  const formId = event.target.dataset.blocks;
  if (!formId) return;
  const form = document.getElementById(formId);
  form.elements.ids.value = event.detail.join(",");
  form.requestSubmit();
});
