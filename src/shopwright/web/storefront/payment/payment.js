// The time that is left runs by this page's own clock from what the server said, so a wrong clock shows no wrong time.
(() => {
  "use strict";
  let ticking = 0;
  let known = null;
  const begin = () => {
    const place = document.querySelector("[data-countdown]");
    if (place === known) return;
    known = place;
    clearInterval(ticking);
    if (!place) return;
    const end = performance.now() + Number(place.dataset.countdown) * 1000;
    const show = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      place.textContent = place.dataset.countdownText.replace("%m", String(Math.floor(left / 60))).replace("%s", String(left % 60).padStart(2, "0"));
      if (left > 0) return;
      clearInterval(ticking);
      setTimeout(() => location.reload(), 2000);
    };
    ticking = setInterval(show, 1000);
    show();
  };
  // A page that looked again brings the time anew, or has none any more.
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();
