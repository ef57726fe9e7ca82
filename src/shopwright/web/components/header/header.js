// The search field offers words, categories and products while somebody types (the combobox pattern of the ARIA guide),
// and on an empty field what was searched for before. That is kept in this browser only and can be taken away.
(() => {
  "use strict";
  const STORE = "shopwright.searches";
  const KEPT_MAX = 8;
  const WAIT_MS = 160;
  const list = document.querySelector("[data-suggestions]");
  const input = list && document.getElementById(list.dataset.suggestions);
  if (!input) return;
  let timer = 0;
  let asking = null;
  let active = -1;

  const options = () => [...list.querySelectorAll('[role="option"]')];

  const recall = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) || "[]");
      return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, KEPT_MAX) : [];
    } catch {
      return [];
    }
  };

  const keep = (searches) => {
    try {
      if (searches.length) localStorage.setItem(STORE, JSON.stringify(searches.slice(0, KEPT_MAX)));
      else localStorage.removeItem(STORE);
    } catch {
      // A browser that keeps nothing still searches.
    }
  };

  const remember = (text) => {
    const said = text.trim();
    if (said) keep([said, ...recall().filter((other) => other !== said)]);
  };

  const close = () => {
    clearTimeout(timer);
    if (asking) asking.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = () => {
    active = -1;
    input.removeAttribute("aria-activedescendant");
    for (const [place, option] of options().entries()) option.id = `${list.id}-${place}`;
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const mark = (place) => {
    const all = options();
    if (!all.length) return;
    active = place >= all.length ? -1 : place < -1 ? all.length - 1 : place;
    for (const [at, option] of all.entries()) option.setAttribute("aria-selected", String(at === active));
    const chosen = all[active];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };

  const button = (label, text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "suggestions-button";
    made.tabIndex = -1;
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  const showRecent = () => {
    const searches = recall();
    list.replaceChildren();
    if (searches.length) {
      const head = document.createElement("div");
      head.className = "suggestions-head";
      const title = document.createElement("span");
      title.textContent = list.dataset.recent;
      head.append(title, button("", list.dataset.clear, () => {
        keep([]);
        showRecent();
        input.focus();
      }));
      list.append(head);
    }
    for (const text of searches) {
      const row = document.createElement("div");
      row.className = "suggestion-row";
      const link = document.createElement("a");
      link.className = "suggestion";
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
      link.tabIndex = -1;
      link.href = `${input.form.getAttribute("action")}?${new URLSearchParams({ q: text })}`;
      link.dataset.suggested = text;
      const words = document.createElement("span");
      words.textContent = text;
      link.append(words);
      row.append(link, button(list.dataset.remove.replace("{words}", text), "×", () => {
        keep(recall().filter((other) => other !== text));
        showRecent();
        input.focus();
      }));
      list.append(row);
    }
    open();
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (asking) asking.abort();
    if (!typed) return showRecent();
    asking = new AbortController();
    try {
      const answer = await fetch(`${list.dataset.url}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (!answer.ok) return close();
      const text = await answer.text();
      if (input.value.trim() !== typed || document.activeElement !== input) return;
      list.innerHTML = text;
      open();
    } catch {
      // Another letter was typed, or the network is away: the field still searches.
    }
  };

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, input.value.trim() ? WAIT_MS : 0);
  });
  input.addEventListener("focus", () => {
    if (!input.value.trim()) showRecent();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void ask();
      mark(event.key === "ArrowDown" ? active + 1 : active - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && options()[active]) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Tab") close();
  });
  input.form.addEventListener("submit", () => remember(input.value));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-suggested]");
    if (chosen) remember(chosen.dataset.suggested);
  });
  document.addEventListener("click", (event) => {
    if (!list.contains(event.target) && event.target.isConnected && !input.form.contains(event.target)) close();
  });
  input.addEventListener("blur", () => setTimeout(() => {
    if (document.activeElement !== input && !list.contains(document.activeElement)) close();
  }, 150));
})();
