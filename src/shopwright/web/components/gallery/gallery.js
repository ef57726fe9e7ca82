// The gallery: counts slides while they are swiped, follows thumbnails, enlarges a picture in a dialog.
(() => {
  "use strict";
  const galleryOf = (element) => element.closest("[data-gallery]");

  const show = (gallery, index) => {
    const track = gallery.querySelector("[data-gallery-track]");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    track.scrollTo({ left: index * track.clientWidth, behavior: calm ? "auto" : "smooth" });
  };

  const mark = (gallery, index) => {
    const count = gallery.querySelector("[data-gallery-current]");
    if (count) count.textContent = String(index + 1);
    for (const thumb of gallery.querySelectorAll("[data-gallery-thumb]")) {
      if (Number(thumb.dataset.galleryThumb) === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
  };

  const enlarge = (button) => {
    const gallery = galleryOf(button);
    const dialog = gallery.querySelector("[data-gallery-dialog]");
    const image = button.querySelector("img");
    if (!image) return;
    const copy = new Image();
    copy.src = image.currentSrc || image.src;
    copy.alt = image.alt;
    gallery.querySelector("[data-gallery-large]").replaceChildren(copy);
    dialog.showModal();
  };

  document.addEventListener("scroll", (event) => {
    const track = event.target;
    if (!(track instanceof Element) || !track.matches("[data-gallery-track]")) return;
    mark(galleryOf(track), Math.round(track.scrollLeft / Math.max(track.clientWidth, 1)));
  }, true);

  document.addEventListener("click", (event) => {
    const thumb = event.target.closest("[data-gallery-thumb]");
    if (thumb) {
      event.preventDefault();
      show(galleryOf(thumb), Number(thumb.dataset.galleryThumb));
      return;
    }
    const zoom = event.target.closest("[data-gallery-zoom]");
    if (zoom) enlarge(zoom);
    else if (event.target.closest("[data-gallery-large]")) event.target.closest("dialog").close();
  });

  document.addEventListener("keydown", (event) => {
    const track = event.target instanceof Element && event.target.closest("[data-gallery-track]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!track || !step) return;
    event.preventDefault();
    show(galleryOf(track), Math.round(track.scrollLeft / Math.max(track.clientWidth, 1)) + step);
  });
})();
