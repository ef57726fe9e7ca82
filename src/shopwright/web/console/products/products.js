// Pictures that were dragged get the numbers of their new places, and whoever did it is told to save: other words on the
// page may be unsaved too, so nothing is sent by itself.
document.addEventListener("reordered", (event) => {
  const places = event.target.querySelectorAll("input[name^='place-']");
  if (!places.length) return;
  places.forEach((input, index) => { input.value = index + 1; });
  const form = event.target.closest("form");
  form.querySelector("[data-save]").classList.replace("button-secondary", "button-primary");
  const told = form.querySelector("[data-unsaved]");
  told.textContent = told.dataset.unsaved;
});

// Beside its number stands the picture that was chosen for a variant.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-picture-choice]")) return;
  event.target.closest(".variant-picture").querySelector("img").src = event.target.selectedOptions[0].dataset.url;
});
