// The gallery: counts slides while they are swiped, follows thumbnails, enlarges a picture in a dialog. There a click or
// the space bar brings it nearer and back, the arrows go on to the next one, and two fingers do what they always do.
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

  const enlarge = (gallery, index) => {
    const links = [...gallery.querySelectorAll("[data-gallery-zoom]")];
    const at = (index + links.length) % links.length;
    const image = links[at].querySelector("img");
    if (!image) return;
    const large = gallery.querySelector("[data-gallery-large]");
    const copy = new Image();
    copy.src = links[at].href;
    copy.alt = image.alt;
    large.classList.remove("is-near");
    large.dataset.galleryLarge = String(at);
    large.replaceChildren(copy);
    const dialog = gallery.querySelector("[data-gallery-dialog]");
    if (!dialog.open) dialog.showModal();
    show(gallery, at);
  };

  // Where in the picture was pointed at stays under the pointer.
  const draw = (large, x = large.clientWidth / 2, y = large.clientHeight / 2) => {
    const isNear = large.classList.toggle("is-near");
    if (!isNear) return;
    large.scrollLeft = (x / large.clientWidth) * (large.scrollWidth - large.clientWidth);
    large.scrollTop = (y / large.clientHeight) * (large.scrollHeight - large.clientHeight);
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
    if (zoom) {
      // Whoever asks for another tab gets the picture there.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const gallery = galleryOf(zoom);
      enlarge(gallery, [...gallery.querySelectorAll("[data-gallery-zoom]")].indexOf(zoom));
      return;
    }
    const large = event.target.closest("[data-gallery-large]");
    if (!large) return;
    if (event.target === large && !large.classList.contains("is-near")) large.closest("dialog").close();
    else draw(large, event.clientX, event.clientY);
  });

  document.addEventListener("keydown", (event) => {
    const dialog = document.querySelector("[data-gallery-dialog][open]");
    if (dialog) {
      const large = dialog.querySelector("[data-gallery-large]");
      const turn = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (turn) enlarge(galleryOf(dialog), Number(large.dataset.galleryLarge) + turn);
      else if (event.key === " " && !event.target.closest("button")) draw(large);
      else return;
      event.preventDefault();
      return;
    }
    const track = event.target instanceof Element && event.target.closest("[data-gallery-track]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!track || !step) return;
    event.preventDefault();
    show(galleryOf(track), Math.round(track.scrollLeft / Math.max(track.clientWidth, 1)) + step);
  });
})();
