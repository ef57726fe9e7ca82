// What a long text may hold: its HTML made anew, as it goes into the editor from the server or from elsewhere, and as it comes out.
const longText = (() => {
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

  // Markup as a document that does nothing. The policy would complain of styles and acts in it: they become mere notes. Whatever
  // is never closed is read once: a page of text that looks like tags must not stop the browser.
  const parse = (html) => {
    const quiet = html
      .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, "")
      .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>/gi, (tag) =>
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

  return { fromOurs, fromElsewhere, isBlank, written };
})();
