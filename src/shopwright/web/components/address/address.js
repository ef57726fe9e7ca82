// 省市区: choosing a level asks the server for the next one. Without this script the levels are plain inputs.
(() => {
  "use strict";
  const LEVELS = ["province", "city", "district"];

  const selectOf = (form, level) => form.querySelector(`select[data-division="${level}"]`);

  // A level that came as a plain input, because the server had nothing to list yet, becomes a select like the first.
  const ensureSelect = (form, level) => {
    const found = selectOf(form, level);
    if (found) return found;
    const plain = form.querySelector(`[data-division-plain="${level}"] input`);
    if (!plain) return null;
    const select = document.createElement("select");
    for (const name of ["id", "name", "class", "autocomplete", "aria-describedby", "aria-invalid"]) {
      if (plain.hasAttribute(name)) select.setAttribute(name, plain.getAttribute(name));
    }
    select.dataset.division = level;
    select.dataset.value = plain.value;
    select.required = true;
    select.add(new Option(plain.dataset.divisionChoose, ""));
    const control = plain.closest(".control");
    control.classList.add("control-select");
    const arrow = form.querySelector(".control-select .icon");
    plain.replaceWith(select);
    if (arrow) control.append(arrow.cloneNode(true));
    return select;
  };

  // What the server was last asked for each level. Arrow keys ask faster than it answers: only the last answer counts.
  const asked = new WeakMap();

  const empty = (form, fromIndex) => {
    for (const level of LEVELS.slice(fromIndex)) {
      const select = ensureSelect(form, level);
      if (!select) continue;
      asked.get(select)?.abort();
      asked.delete(select);
      select.closest(".field").classList.remove("is-loading");
      select.length = 1;
      select.disabled = true;
    }
  };

  const nameOf = (form, index) => selectOf(form, LEVELS[index]).selectedOptions[0].text;

  const ask = async (form, select, parentCode) => {
    asked.get(select)?.abort();
    const asking = new AbortController();
    asked.set(select, asking);
    try {
      const answer = await fetch(form.dataset.divisions + encodeURIComponent(parentCode), {
        headers: { Accept: "application/json" },
        signal: asking.signal,
      });
      const divisions = answer.ok ? await answer.json() : null;
      return { isCurrent: asked.get(select) === asking, divisions };
    } catch {
      return { isCurrent: asked.get(select) === asking, divisions: null };
    }
  };

  // Without an answer the level, and what is below it, is written by hand, as without this script.
  const writeByHand = (form, fromIndex) => {
    for (const level of LEVELS.slice(fromIndex)) {
      const select = selectOf(form, level);
      if (!select) continue;
      const plain = document.createElement("input");
      for (const name of ["id", "name", "class", "autocomplete", "aria-describedby", "aria-invalid"]) {
        if (select.hasAttribute(name)) plain.setAttribute(name, select.getAttribute(name));
      }
      plain.required = true;
      plain.dataset.divisionChoose = select.options[0].text;
      const control = select.closest(".control");
      control.classList.remove("control-select");
      control.querySelector(".icon")?.remove();
      const field = select.closest(".field");
      field.dataset.divisionPlain = level;
      field.classList.remove("is-loading");
      select.replaceWith(plain);
    }
  };

  const fill = async (form, index, parentCode) => {
    const select = ensureSelect(form, LEVELS[index]);
    if (!select || !parentCode) return;
    const field = select.closest(".field");
    field.classList.add("is-loading");
    const { isCurrent, divisions } = await ask(form, select, parentCode);
    if (!isCurrent) return;
    field.classList.remove("is-loading");
    if (!divisions) return writeByHand(form, index);
    // A place that is not divided (东莞, 台湾) stands for its own next level, as the server takes it too.
    if (divisions.length === 0) divisions.push({ code: parentCode, name: nameOf(form, index - 1) });
    select.length = 1;
    for (const division of divisions) select.add(new Option(division.name, division.code));
    select.disabled = false;
    // A municipality has one city; nobody wants to choose it.
    if (divisions.length === 1) {
      select.value = divisions[0].code;
      await fill(form, index + 1, select.value);
    }
  };

  document.addEventListener("change", (event) => {
    const select = event.target;
    const form = select instanceof HTMLSelectElement && select.closest("[data-divisions]");
    const index = form ? LEVELS.indexOf(select.dataset.division) : -1;
    if (index < 0 || index === LEVELS.length - 1) return;
    empty(form, index + 1);
    fill(form, index + 1, select.value);
  });

  const put = (form, field, text) => {
    const input = form.querySelector(`input[autocomplete="${field}"]`);
    if (input && text) input.value = text;
  };

  const choose = async (form, index, code) => {
    const select = selectOf(form, LEVELS[index]);
    if (!select || !code) return;
    select.value = code;
    if (index < LEVELS.length - 1) {
      empty(form, index + 1);
      await fill(form, index + 1, code);
    }
  };

  // What the server reads out of a pasted text goes into the fields; without an answer the button sends the form.
  const read = async (form, button) => {
    const told = form.querySelector("[data-address-told]");
    const text = form.querySelector(".address-paste textarea").value;
    const body = new URLSearchParams({ pasted: text, csrf: button.form?.elements.csrf?.value ?? "" });
    let answer;
    try {
      answer = await fetch(`${form.dataset.divisions}reading`, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      return false;
    }
    if (!answer.ok) return false;
    const found = await answer.json();
    const isAnything = Boolean(found.phone || found.province);
    told.textContent = isAnything ? told.dataset.done : told.dataset.nothing;
    if (!isAnything) return true;
    put(form, "name", found.recipient);
    put(form, "tel", found.phone);
    put(form, "street-address", found.street);
    await choose(form, 0, found.province);
    await choose(form, 1, found.city);
    await choose(form, 2, found.district);
    return true;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-address-read]");
    const form = button?.closest("[data-divisions]");
    if (!form) return;
    event.preventDefault();
    if (!(await read(form, button))) button.form.requestSubmit(button);
  });

  document.addEventListener("paste", (event) => {
    const form = event.target.closest?.(".address-paste")?.closest("[data-divisions]");
    if (form) setTimeout(() => read(form, form.querySelector("[data-address-read]")), 0);
  });

  for (const form of document.querySelectorAll("[data-divisions]")) {
    const province = selectOf(form, "province");
    for (const level of LEVELS.slice(1)) {
      const select = ensureSelect(form, level);
      if (select && select.length < 2) select.disabled = true;
    }
    const city = selectOf(form, "city");
    if (province && province.value && city && city.length < 2) fill(form, 1, province.value);
  }
})();
