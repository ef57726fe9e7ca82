// An editor of formatted text over a textarea that holds its HTML. Squire edits; what goes in and what comes out is made anew
// of what the server keeps, so a paste from anywhere brings no more than plain marks. An untouched text stays as it was.
(() => {
  "use strict";
  const { fromOurs, fromElsewhere, isBlank, written } = longText;
  const HEADINGS = "h1, h2, h3, h4, h5, h6";

  // What somebody typed as the address of a link, made whole; nothing when it is none.
  const addressOf = (typed) => {
    if (/^(?:https?:\/\/[^\s/]|mailto:\S|tel:\S|\/|#\S)\S*$/i.test(typed)) return typed;
    if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(typed)) return `mailto:${typed}`;
    return /^[^\s/:@]+\.[^\s/:@]{2,}(?::\d+)?(?:[/?#]\S*)?$/.test(typed) ? `https://${typed}` : "";
  };

  const walkTools = (bar) => {
    const tools = [...bar.querySelectorAll("button")];
    const moveTo = (tool) => {
      for (const one of tools) one.tabIndex = one === tool ? 0 : -1;
    };
    moveTo(tools[0]);
    bar.addEventListener("focusin", (event) => moveTo(event.target));
    // A press of the mouse must not take the caret away from the text.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("keydown", (event) => {
      const at = tools.indexOf(event.target);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      tools.at(to % tools.length).focus();
    });
  };

  const start = (frame) => {
    const source = frame.querySelector("textarea");
    const page = frame.querySelector("[data-page]");
    const bar = frame.querySelector("[role=toolbar]");
    const dialog = frame.parentElement.querySelector("dialog");
    const address = dialog.querySelector("input");
    const [hint, refusal] = dialog.querySelectorAll(".field-help, .field-error");
    const tool = (act) => bar.querySelector(`[data-act="${act}"]`);
    const press = (act, isPressed) => tool(act).setAttribute("aria-pressed", String(Boolean(isPressed)));
    const allow = (act, isAllowed) => tool(act).setAttribute("aria-disabled", String(!isAllowed));
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (source.hasAttribute(name)) page.setAttribute(name, source.getAttribute(name));
    }
    page.hidden = false;
    source.hidden = true;

    // What the page was last made of or written to; and the text as it came, which whoever takes all back gets again.
    let held = "";
    let untouched = { page: "", source: "" };
    let isOurs = true;
    const editor = new Squire(page, {
      blockTag: "P",
      addLinks: false,
      sanitizeToDOMFragment: (html) => (isOurs ? fromOurs(html) : fromElsewhere(html)),
    });
    // Its handles around a picture are drawn with styles that the policy forbids.
    editor._imageResizer.destroy();
    // Tab leaves the field, as everywhere; page keys turn pages.
    for (const key of ["Tab", "Shift-Tab", "PageUp", "PageDown"]) editor.setKeyHandler(key, null);

    let history = {};
    const tellHistory = (state) => {
      history = state;
      allow("undo", state.canUndo);
      allow("redo", state.canRedo);
    };

    const show = () => {
      isOurs = true;
      held = source.value;
      editor.setHTML(held);
      untouched = { page: written(page), source: held };
      isOurs = false;
      tellHistory({ canUndo: false, canRedo: false });
    };

    const write = () => {
      const now = written(page);
      held = now === untouched.page ? untouched.source : now;
      if (held === source.value) return;
      source.value = held;
      source.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const within = (selector) => {
      const node = editor.getSelection().startContainer;
      const found = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(selector);
      return found && found !== page && page.contains(found) ? found : null;
    };

    const tell = () => {
      const list = within("ul, ol")?.localName;
      press("heading", within(HEADINGS));
      press("bold", editor.hasFormat("B"));
      press("italic", editor.hasFormat("I"));
      press("bullets", list === "ul");
      press("numbers", list === "ol");
      press("quote", within("blockquote"));
      press("link", within("a"));
    };

    // A list just made is one with its neighbours of that kind, and counts on. Those that stood side by side before stay two.
    const turnList = (kind) => {
      if (within("ul, ol")?.localName === kind) return editor.removeList();
      const seconds = () => [...page.querySelectorAll(`${kind} + ${kind}`)];
      const apart = new Set(seconds());
      if (kind === "ul") editor.makeUnorderedList();
      else editor.makeOrderedList();
      const { startContainer, startOffset, endContainer, endOffset } = editor.getSelection();
      for (const list of seconds().filter((one) => !apart.has(one))) {
        list.previousElementSibling.append(...list.childNodes);
        list.remove();
      }
      const chosen = document.createRange();
      chosen.setStart(startContainer, startOffset);
      chosen.setEnd(endContainer, endOffset);
      return editor.setSelection(chosen);
    };

    const turnHeading = () => {
      const isHeading = Boolean(within(HEADINGS));
      if (within("ul, ol")) editor.removeList();
      editor.modifyBlocks((part) => {
        for (const block of part.querySelectorAll(isHeading ? HEADINGS : "p, pre")) {
          const made = document.createElement(isHeading ? "p" : "h3");
          made.append(...block.childNodes);
          block.replaceWith(made);
        }
        return part;
      });
      editor.focus();
    };

    // Squire's own break at the end of a block has no line after it for the caret to stand in.
    const breakLine = (_, event, range) => {
      event.preventDefault();
      editor.splitBlock(true, range);
      const block = within("p, li, td, th, dd, dt, div, figcaption, h2, h3, h4, h5, h6");
      if (!block) return;
      const caret = editor.getSelection();
      const rest = caret.cloneRange();
      rest.setEndAfter(block.lastChild);
      const left = rest.cloneContents();
      if (!isBlank(left) || left.querySelector("br")) return;
      caret.insertNode(document.createElement("br"));
      caret.collapse(true);
      editor.setSelection(caret);
    };

    const tellAddress = (isRight) => {
      address.setAttribute("aria-invalid", String(!isRight));
      address.setAttribute("aria-describedby", isRight ? hint.id : `${refusal.id} ${hint.id}`);
      address.closest(".field").classList.toggle("has-error", !isRight);
      refusal.hidden = isRight;
    };

    const askForLink = () => {
      const link = within("a");
      if (link) {
        const whole = document.createRange();
        whole.selectNodeContents(link);
        editor.setSelection(whole);
      }
      address.value = link?.getAttribute("href") ?? "";
      tellAddress(true);
      dialog.querySelector("[data-unset]").hidden = !link;
      dialog.showModal();
      address.select();
    };

    const setLink = () => {
      const wanted = addressOf(address.value.trim());
      tellAddress(Boolean(wanted));
      if (!wanted) {
        address.focus();
        return address.select();
      }
      dialog.close();
      editor.focus().makeLink(wanted);
    };

    const turnSource = () => {
      const isSource = source.hidden;
      page.hidden = isSource;
      source.hidden = !isSource;
      for (const one of bar.querySelectorAll("button")) if (one !== tool("html")) one.setAttribute("aria-disabled", String(isSource));
      press("html", isSource);
      if (isSource) return source.focus();
      if (source.value !== held) show();
      else tellHistory(history);
      editor.focus();
    };

    const acts = {
      heading: turnHeading,
      bold: () => (editor.hasFormat("B") ? editor.removeBold() : editor.bold()),
      italic: () => (editor.hasFormat("I") ? editor.removeItalic() : editor.italic()),
      bullets: () => turnList("ul"),
      numbers: () => turnList("ol"),
      quote: () => (within("blockquote") ? editor.removeQuote() : editor.increaseQuoteLevel()),
      link: askForLink,
      undo: () => editor.undo(),
      redo: () => editor.redo(),
      html: turnSource,
    };

    bar.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (!pressed || pressed.getAttribute("aria-disabled") === "true") return;
      acts[pressed.dataset.act]();
      if (pressed.dataset.act !== "html" && !dialog.open) editor.focus();
      tell();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-set]")) setLink();
      if (!event.target.closest("[data-unset]")) return;
      dialog.close();
      editor.focus().removeLink();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target !== address) return;
      // Else it would send the form around the dialog.
      event.preventDefault();
      setLink();
    });
    dialog.addEventListener("close", () => editor.focus());
    editor.setKeyHandler("Shift-Enter", breakLine);
    for (const key of ["Ctrl-k", "Meta-k"]) {
      editor.setKeyHandler(key, (_, event) => {
        event.preventDefault();
        // In the text it means a link, not the console's palette.
        event.stopPropagation();
        askForLink();
      });
    }
    editor.addEventListener("input", write);
    editor.addEventListener("undoStateChange", (event) => tellHistory(event.detail));
    for (const type of ["pathChange", "select", "cursor"]) editor.addEventListener(type, tell);
    frame.parentElement.querySelector("label").addEventListener("click", () => page.hidden || editor.focus());
    source.form?.addEventListener("reset", () => setTimeout(show));
    // A browser that comes back to the page fills fields as they were left.
    window.addEventListener("pageshow", () => source.value !== held && show());
    walkTools(bar);
    show();
    frame.classList.add("is-ready");
  };

  for (const frame of document.querySelectorAll("[data-rich-text]:has(textarea:enabled)")) start(frame);
})();
