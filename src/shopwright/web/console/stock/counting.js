// A sheet of counts: Enter goes down the shelf, the last one to the button; beside each stands what is more or fewer, on a phone
// below it. What is below is said aloud too, wherever it is shown.
(() => {
  "use strict";
  const form = document.querySelector("[data-counting]");
  if (!form) return;
  const fields = [...form.querySelectorAll("[data-count]")];

  const tell = (field) => {
    const told = field.closest("tr").querySelector("[data-difference]");
    const typed = field.value.trim();
    const more = /^[0-9]{1,7}$/.test(typed) ? Number(typed) - Number(field.dataset.known) : 0;
    const said = field.closest("td").querySelector("output");
    told.textContent = more === 0 ? "" : `${more > 0 ? "+" : "−"}${Math.abs(more)}`;
    told.className = more > 0 ? "positive" : "caution";
    said.textContent = more === 0 ? "" : `${said.dataset.told} ${told.textContent}`;
    said.classList.toggle("positive", more > 0);
    said.classList.toggle("caution", more < 0);
  };

  form.addEventListener("input", (event) => event.target.matches("[data-count]") && tell(event.target));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || !event.target.matches("[data-count]")) return;
    event.preventDefault();
    const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)] ?? form.querySelector("[type=submit]");
    next.focus();
    if (next.matches("[data-count]")) next.select();
  });
  for (const field of fields) tell(field);
})();
