// Keys for those who work all day: `/` searches, `g` and a letter goes to a module, `?` shows all keys, Ctrl/Cmd-K opens
// the palette (the combobox pattern of the ARIA guide). None of them works while somebody types.
(() => {
  "use strict";
  const PATIENCE_MS = 1200;
  const WAIT_MS = 140;
  const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]";
  let goingSince = -PATIENCE_MS;

  const palette = document.getElementById("palette");
  const input = document.getElementById("palette-input");
  const list = document.getElementById("palette-results");
  let timer = 0;
  let asking = null;
  let active = -1;
  // What the results answer to: whoever types and presses Enter at once must not go where the old ones lead.
  let answered = null;

  const options = () => [...list.querySelectorAll('[role="option"]')];

  const mark = (place) => {
    const all = options();
    active = all.length ? (place + all.length) % all.length : -1;
    for (const [at, option] of all.entries()) option.setAttribute("aria-selected", String(at === active));
    input.setAttribute("aria-expanded", String(all.length > 0));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const typed = input.value.trim();
    try {
      const answer = await fetch(`/console/search?${new URLSearchParams({ q: typed })}`, {
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (input.value.trim() !== typed) return;
      answered = typed;
      list.innerHTML = text;
      for (const [place, option] of options().entries()) {
        option.id = `palette-option-${place}`;
        option.tabIndex = -1;
      }
      mark(0);
    } catch {
      // Another letter was typed, or the network is away: the form still opens the page.
    }
  };

  const goToMarked = async () => {
    clearTimeout(timer);
    if (input.value.trim() !== answered) await ask();
    const marked = input.value.trim() === answered ? options()[active] : undefined;
    if (marked) marked.click();
    else input.form.requestSubmit();
  };

  const openPalette = () => {
    if (!palette || palette.open) return;
    palette.showModal();
    input.select();
    ask();
  };

  if (palette) {
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(event.key === "ArrowDown" ? active + 1 : active - 1);
      } else if (event.key === "Escape") {
        // Else the browser would first empty the field.
        event.preventDefault();
        palette.close();
      } else if (event.key === "Enter") {
        event.preventDefault();
        goToMarked();
      }
    });
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-palette-open]") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    openPalette();
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.target.closest(TYPING) || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.timeStamp - goingSince < PATIENCE_MS) {
      goingSince = -PATIENCE_MS;
      const module = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (module) {
        event.preventDefault();
        module.click();
        return;
      }
    }
    if (event.key === "g") goingSince = event.timeStamp;
    else if (event.key === "/") {
      event.preventDefault();
      const search = document.querySelector("[data-key-search]");
      if (search) search.select();
      else openPalette();
    } else if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  });
})();
