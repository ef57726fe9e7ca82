// A page of several forms saves one at a time. Who sends one, or leaves, while another holds what is not saved is asked first,
// in the browser's own words. Forms that are to be watched stand in something with `data-guarded`.
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

  // A form that came back with something wrong in it was not saved either.
  const isUnsaved = (form) => [...form.elements].some((field) => isChanged(field) || (field.name && field.getAttribute("aria-invalid") === "true"));

  document.addEventListener("submit", (event) => {
    sent = event.defaultPrevented ? null : event.target;
  });
  window.addEventListener("beforeunload", (event) => {
    const others = [...document.querySelectorAll("[data-guarded] form")].filter((form) => form !== sent);
    sent = null;
    if (others.some(isUnsaved)) event.preventDefault();
  });
})();
