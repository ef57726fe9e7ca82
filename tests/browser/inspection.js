(width) => {
  const problems = [];
  const note = (problem, element) => problems.push(element ? `${problem}: ${element.outerHTML.slice(0, 160)}` : problem);
  const all = (selector) => [...document.querySelectorAll(selector)];
  // What is said of an element: its words, or those of a picture in it.
  const text = (element) => (element ? element.textContent.trim() || ([...element.querySelectorAll("img[alt]")].map((image) => image.alt).join(" ")) : "");

  if (!document.title.trim()) note("no title");
  if (!document.documentElement.lang) note("no language");
  const headings = all("h1").length;
  // A page of specimens shows several pages' headings.
  if (headings !== 1 && location.pathname !== "/gallery") note(`${headings} h1`);

  const reach = document.documentElement.scrollWidth;
  if (reach > width) {
    const sticking = all("body *").find((element) => {
      const box = element.getBoundingClientRect();
      return box.right > width + 1 && box.width > 0 && !element.closest("[data-scrolls], .visually-hidden");
    });
    note(`${reach - width} px too wide`, sticking);
  }

  for (const image of all("img")) {
    if (!image.hasAttribute("alt")) note("img without alt", image);
    if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") note("broken picture", image);
  }

  const isNamed = (element) => {
    const labelledBy = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    return Boolean(
      (element.getAttribute("aria-label") || "").trim() ||
      labelledBy.some((id) => text(document.getElementById(id))) ||
      [...(element.labels || [])].some((label) => text(label)),
    );
  };
  for (const field of all("input:not([type=hidden], [type=submit], [type=image]), select, textarea")) {
    if (!isNamed(field)) note("field without label", field);
  }
  for (const act of all("a[href], button, summary")) {
    if (act.closest("[aria-hidden=true]")) continue;
    const picture = act.querySelector("svg[aria-label], title");
    if (!text(act) && !isNamed(act) && !act.title && !picture) note("link or button without a name", act);
  }

  const seen = new Set();
  for (const element of all("[id]")) {
    if (seen.has(element.id)) note(`the id ${element.id} twice`);
    seen.add(element.id);
  }
  return problems;
}
