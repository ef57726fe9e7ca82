// The choice of a variant: what cannot be had turns grey, and price, picture, item number and form follow.
// The rule is that of choosing.py: a value is judged by the values chosen before it, never by those after it.
(() => {
  "use strict";
  const form = document.querySelector("[data-buy]");
  if (!form) return;
  const variants = JSON.parse(form.dataset.buy);
  const options = [...form.querySelectorAll("[data-option]")];

  const mark = (input, reason) => {
    const pill = input.closest("label");
    const text = pill.querySelector(".option-text");
    const small = text.querySelector("small");
    input.disabled = reason !== "";
    pill.classList.toggle("is-gone", reason !== "");
    pill.title = reason;
    if (small) small.remove();
    if (!reason) return;
    const told = document.createElement("small");
    told.textContent = reason;
    text.append(told);
  };

  const reasonFor = (matching) => {
    if (matching.some((variant) => variant.is_available)) return "";
    return matching.length ? form.dataset.soldOut : form.dataset.notMade;
  };

  // Goes through the options in order and returns the values that are chosen in the end.
  const settle = () => {
    const chosen = [];
    for (const [place, option] of options.entries()) {
      const fitting = variants.filter((variant) => chosen.every((value, before) => variant.values[before] === value));
      const inputs = [...option.querySelectorAll("input")];
      for (const input of inputs) {
        mark(input, reasonFor(fitting.filter((variant) => variant.values[place] === Number(input.value))));
      }
      const current = inputs.find((input) => input.checked && !input.disabled) || inputs.find((input) => !input.disabled) || inputs[0];
      current.checked = true;
      chosen.push(Number(current.value));
      const said = option.querySelector(".options-label span");
      if (said) said.textContent = current.closest("label").querySelector(".option-text > span").textContent;
    }
    return chosen;
  };

  const show = (variant) => {
    form.querySelector("[data-variant]").value = String(variant.id);
    const price = document.querySelector(`[data-price-of="${variant.id}"]`);
    document.querySelector("[data-price]").replaceChildren(price.content.cloneNode(true));
    for (const button of form.querySelectorAll("[data-buy-act]")) button.disabled = !variant.is_available;
    form.querySelector("[data-gone]").hidden = variant.is_available;
    const number = document.querySelector("[data-sku]");
    if (number) number.textContent = variant.sku;
    const thumb = document.querySelector(`[data-gallery-thumb="${variant.slide}"]`);
    if (thumb) thumb.click();
    const place = new URL(location.href);
    place.searchParams.set("variant", variant.id);
    history.replaceState(history.state, "", place);
  };

  form.addEventListener("change", (event) => {
    if (!event.target.closest("[data-option]")) return;
    const chosen = settle();
    const variant = variants.find((candidate) => candidate.values.every((value, place) => value === chosen[place]));
    if (variant) show(variant);
  });
})();
