// An editor of formatted text over a textarea that holds its HTML. Squire edits; what goes in and what comes out is made anew
// of what the server keeps, so a paste from anywhere brings no more than plain marks. An untouched text stays as it was.
(() => {
  "use strict";
  // What `clean_body` of the catalogue keeps: a test compares them.
  const TAGS = new Set(
    ("a abbr b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins li " +
      "ol p pre s small span strong sub sup table tbody td tfoot th thead tr u ul").split(" "),
  );
  const ATTRIBUTES = {
    a: ["href", "title"],
    img: ["src", "alt", "width", "height", "loading"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan", "scope"],
  };
  const LEADS = new Set(["href", "src"]);
  const SAFE = /^\s*(?:(?:https?|mailto|tel):|[^:]*(?:[/?#]|$))/i;
  const DROPPED = "script, style, head, title, template, noscript, iframe, object, svg, math, select, [hidden]";
  const BLOCKS = "address, article, aside, blockquote, div, dl, figure, h1, h2, h3, h4, h5, h6, hr, ol, p, pre, section, table, ul";
  const HEADINGS = "h1, h2, h3, h4, h5, h6";
  const MARKS = "a, abbr, code, del, em, ins, s, small, span, strong, sub, sup, u";
  // The number that Word writes in front of an item of a list; everything else is one of its dots.
  const NUMBER = /^\(?(?:\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)[.)、．）]/i;

  const isHere = (address) => {
    try {
      return new URL(address, location.href).origin === location.origin;
    } catch {
      return false;
    }
  };

  const styleOf = (element) => (element.dataset.style || "").toLowerCase();

  // Markup as a document that does nothing. The policy would complain of styles and acts in it: they become mere notes.
  const parse = (html) => {
    const quiet = html
      .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
      .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) =>
        tag.replace(/([\s"'])(style|on\w+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))|"[^"]*"|'[^']*'/gi, (all, before, name, rest) =>
          name ? `${before} data-${name}${rest}` : all,
        ),
      );
    return new DOMParser().parseFromString(quiet, "text/html").body;
  };

  // Paragraphs that Word only draws as a list become one.
  const makeLists = (body) => {
    let list = null;
    for (const line of body.querySelectorAll("p[data-style*='mso-list:'], p[class*='MsoListParagraph']")) {
      const mark = line.querySelector("[data-style*='mso-list:']");
      const kind = mark && NUMBER.test(mark.textContent.trim()) ? "ol" : "ul";
      mark?.remove();
      if (list?.localName !== kind || line.previousElementSibling !== list) {
        list = document.createElement(kind);
        line.before(list);
      }
      const item = document.createElement("li");
      item.append(...line.childNodes);
      list.append(item);
      line.remove();
    }
  };

  // What an element from elsewhere is here: a name, or nothing when only its content counts.
  const foreignName = (element) => {
    const name = element.localName;
    const style = styleOf(element);
    if (name === "span") return /font-weight:\s*(?:bold|[6-9]00)/.test(style) ? "b" : /font-style:\s*italic/.test(style) ? "i" : "";
    if ((name === "b" || name === "strong") && /font-weight:\s*(?:normal|400)/.test(style)) return "";
    if (name === "h1" || name === "h2") return "h3";
    if (name === "a") return SAFE.test(element.getAttribute("href") || ":") ? name : "";
    if (name === "img") return isHere(element.getAttribute("src") || "") ? name : "";
    if (name === "div" || name === "section" || name === "article") return element.querySelector(BLOCKS) ? "" : "p";
    if (name === "p" && element.parentElement.localName === "li") return "";
    return name;
  };

  // Copy what may stay, made anew: no attribute and no element comes through that is not on the lists.
  const copy = (from, to, nameOf) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.data.replaceAll("\u200b", ""));
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(DROPPED)) continue;
      const name = nameOf(node);
      if (!TAGS.has(name)) {
        copy(node, to, nameOf);
        continue;
      }
      const made = to.ownerDocument.createElement(name);
      for (const attribute of ATTRIBUTES[name] || []) {
        const value = node.getAttribute(attribute);
        if (value !== null && (!LEADS.has(attribute) || SAFE.test(value))) made.setAttribute(attribute, value);
      }
      to.append(made);
      copy(node, made, nameOf);
    }
    return to;
  };

  const ownName = (element) => (element.localName === "h1" ? "h3" : element.localName);

  // How the server gets an element of the editor's, which has names of its own for marks and a div for every loose line.
  const savedName = (element) => {
    const name = element.localName;
    if (name === "div" && element.parentElement.matches("li, figure, dd")) return "";
    if (name === "div") return element.querySelector(BLOCKS) ? name : "p";
    return { b: "strong", i: "em" }[name] || name;
  };

  const isBlank = (element) => !element.textContent.trim() && !element.querySelector("img, hr, td");

  // Loose words between blocks become paragraphs; a rule stands by itself.
  const gather = (kept) => {
    let line = null;
    for (const node of [...kept.childNodes]) {
      const isText = node.nodeType === Node.TEXT_NODE;
      if (!isText && node.matches(BLOCKS)) line = null;
      else if (line) line.append(node);
      else if (!isText || node.data.trim()) {
        line = document.createElement("p");
        node.before(line);
        line.append(node);
      }
    }
    for (const line of kept.querySelectorAll("p:empty")) line.remove();
    return kept;
  };

  const fromOurs = (html) => {
    // Plain words have no marks: their lines are paragraphs, as on the server.
    const marked = html.includes("<") ? html : html.split(/\n\s*\n/).map((part) => `<p>${part.trim().replaceAll("\n", "<br>")}</p>`).join("");
    return gather(copy(parse(marked), document.createDocumentFragment(), ownName));
  };

  const fromElsewhere = (html) => {
    const body = parse(html);
    makeLists(body);
    const kept = copy(body, document.createDocumentFragment(), foreignName);
    for (const one of kept.querySelectorAll("p, h2, h3, h4, h5, h6, li")) if (isBlank(one)) one.remove();
    const texts = document.createNodeIterator(kept, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.parentElement?.closest("pre")) text.data = text.data.replace(/[\t\n\r ]+/g, " ");
    }
    return kept;
  };

  // The page as the server is to keep it, a block a line, without the empty lines at its end.
  const written = (page) => {
    const inert = document.implementation.createHTMLDocument("").body;
    copy(page, inert, savedName);
    inert.normalize();
    for (const mark of [...inert.querySelectorAll(MARKS)].reverse()) if (!mark.textContent && !mark.querySelector("img")) mark.remove();
    for (const last of [...inert.querySelectorAll("br")].reverse()) if (last.previousSibling && (!last.nextSibling || last.parentElement.matches("figure"))) last.remove();
    for (const line of inert.querySelectorAll(":is(p, div):has(> hr)")) if (!line.textContent.trim()) line.replaceWith(...line.querySelectorAll("hr"));
    // A browser writes a space at an edge as one that does not break.
    const texts = inert.ownerDocument.createNodeIterator(inert, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.nextSibling) text.data = text.data.replace(/(?<=\S)\u00a0$/, " ");
      if (text.previousSibling) text.data = text.data.replace(/^\u00a0(?=\S)/, " ");
    }
    while (inert.lastElementChild?.localName === "p" && isBlank(inert.lastElementChild)) inert.lastElementChild.remove();
    return [...inert.childNodes].map((node) => node.outerHTML ?? node.data).join("\n").trim();
  };

  // What somebody typed as the address of a link, made whole; nothing when it is none.
  const addressOf = (typed) => {
    if (/^(?:https?:\/\/[^\s/]+|mailto:.|tel:.|\/|#.)/i.test(typed)) return typed;
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

    // Neighbours of one kind are one list, which counts on.
    const turnList = (kind) => {
      if (within("ul, ol")?.localName === kind) return editor.removeList();
      if (kind === "ul") editor.makeUnorderedList();
      else editor.makeOrderedList();
      const { startContainer, startOffset, endContainer, endOffset } = editor.getSelection();
      for (const list of page.querySelectorAll(`${kind} + ${kind}`)) {
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
      const block = within("p, li, td, th, dd, dt, pre, div, figcaption, h2, h3, h4, h5, h6");
      if (!block) return;
      event.preventDefault();
      editor.saveUndoState(range);
      range.deleteContents();
      const line = document.createElement("br");
      range.insertNode(line);
      range.setStartAfter(line);
      range.collapse(true);
      const rest = range.cloneRange();
      rest.setEndAfter(block.lastChild);
      const left = rest.cloneContents();
      if (isBlank(left) && !left.querySelector("br")) line.after(document.createElement("br"));
      editor.setSelection(range);
    };

    const askForLink = () => {
      const link = within("a");
      if (link) {
        const whole = document.createRange();
        whole.selectNodeContents(link);
        editor.setSelection(whole);
      }
      address.value = link?.getAttribute("href") ?? "";
      address.removeAttribute("aria-invalid");
      dialog.querySelector("[data-unset]").hidden = !link;
      dialog.showModal();
      address.select();
    };

    const setLink = () => {
      const wanted = addressOf(address.value.trim());
      address.setAttribute("aria-invalid", String(!wanted));
      if (!wanted) return address.select();
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
