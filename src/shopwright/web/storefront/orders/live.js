// Places marked data-live look again when the shop says so. One stream for the page that is looked at: a hidden page
// closes its own and looks once it is shown. Where no stream opens, polled places ask every few seconds as before.
(() => {
  "use strict";
  if (!window.EventSource || !document.querySelector("[data-live]")) return;
  let stream = null;
  let isOpen = false;
  let hasOpened = false;

  const look = (selector) => {
    for (const place of document.querySelectorAll(selector)) {
      // Who asked for more of a list keeps it: a new first page would take away what is being read.
      const most = Number(place.dataset.liveMost || Infinity);
      if (place.childElementCount <= most) htmx.trigger(place, "look-again");
    }
  };

  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource("/live");
    stream.addEventListener("open", () => {
      isOpen = true;
      // Between the making of the page and this moment something may have happened; asking that costs next to nothing.
      look(hasOpened ? "[data-live]" : "[data-live=polled]");
      hasOpened = true;
    });
    stream.addEventListener("look-again", () => look("[data-live]"));
    stream.addEventListener("error", () => {
      isOpen = false;
    });
  };

  const leave = () => {
    if (stream) stream.close();
    stream = null;
    isOpen = false;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", listen);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const cause = event.detail.requestConfig.triggeringEvent;
    const isAsking = event.target.dataset.live === "polled" && (!cause || cause.type !== "look-again");
    if (isOpen && isAsking) event.preventDefault();
  });
  listen();
})();
