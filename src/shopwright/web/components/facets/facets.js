// On a desk the filters stand open beside the list.
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 64rem)");
  const unfold = () => {
    for (const facets of document.querySelectorAll("[data-facets]")) facets.open = wide.matches;
  };
  wide.addEventListener("change", unfold);
  unfold();
})();
