// A page of several forms saves one at a time. Who sends one, or leaves, while another holds what is not saved is asked first,
// in the browser's own words. Forms that are to be watched stand in something with `data-guarded`; one that came back from a
// refusal has `data-came-back`: what was typed into it is what its fields begin with now, and was not saved.
(() => {
  "use strict";
  let sent = null;

  // What the server filled in is what a field began with; fields without a name are never sent.
  const isChanged = (field) => {
    if (!field.name || field.disabled || field.type === "hidden") return false;
    if (field.type === "file") return field.files.length > 0;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
      const options = [...field.options];
      const begun = Math.max(0, options.findIndex((option) => option.defaultSelected));
      return field.selectedIndex !== begun;
    }
    return "defaultValue" in field && field.value !== field.defaultValue;
  };

  const isUnsaved = (form) => "cameBack" in form.dataset || [...form.elements].some(isChanged);

  document.addEventListener("submit", (event) => {
    // A button with an act of its own, such as one that removes a picture, does not save what else the form holds.
    const isSaved = !event.defaultPrevented && !event.submitter?.hasAttribute("formaction");
    sent = isSaved ? event.target : null;
  });
  window.addEventListener("beforeunload", (event) => {
    const others = [...document.querySelectorAll("[data-guarded] form")].filter((form) => form !== sent);
    sent = null;
    if (others.some(isUnsaved)) event.preventDefault();
  });
})();
