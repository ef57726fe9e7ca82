// A drop zone: what is dropped is put into the input, so that the form sends it as if it had been chosen.
(() => {
  "use strict";
  const zoneOf = (event) => event.target instanceof Element && event.target.closest("[data-upload]");

  const SIDE = 128;

  // Small squares of what was chosen. They are drawn, because the policy lets no page show a file by an address of its own.
  const show = async (place, files) => {
    place.replaceChildren();
    for (const file of files.slice(0, 20)) {
      const bitmap = await createImageBitmap(file, { resizeWidth: 2 * SIDE, resizeQuality: "medium" }).catch(() => null);
      if (!bitmap) continue;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = SIDE;
      const side = Math.min(bitmap.width, bitmap.height);
      canvas.getContext("2d").drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
      bitmap.close();
      place.append(canvas);
    }
  };

  for (const type of ["dragenter", "dragover"]) {
    document.addEventListener(type, (event) => {
      const zone = zoneOf(event);
      if (!zone) return;
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.remove("is-over");
    const input = zone.querySelector("input");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    const files = [...event.target.files];
    zone.querySelector("[data-upload-names]").textContent = files.map((file) => file.name).join(" · ");
    show(zone.querySelector("[data-upload-shown]"), files);
  });
})();
