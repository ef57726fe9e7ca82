"""Turns SVG into WebP: Chromium draws at twice the size, Pillow makes it small."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import ViewportSize, sync_playwright

from demo_goods.studio import Picture, svg

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUALITY = 84
GRAIN = 2.4


def draw(pictures: Iterable[tuple[str, Picture]], folder: Path) -> None:
    """Write each picture as `<name>.webp` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, picture in pictures:
            size = ViewportSize(width=picture.width, height=picture.height)
            page = browser.new_page(viewport=size, device_scale_factor=2)
            page.set_content(f'<body style="margin:0">{svg(picture)}</body>')
            shot = Image.open(io.BytesIO(page.screenshot(timeout=120_000)))
            page.close()
            small = shot.convert("RGB").resize((picture.width, picture.height), Image.Resampling.LANCZOS)
            small = _with_grain(small)
            small.save(folder / f"{name}.webp", quality=QUALITY, method=6)
            print(name)
        browser.close()


def _with_grain(picture: Image.Image) -> Image.Image:
    """A breath of film grain, without which the soft backdrop would show bands."""
    grain = Image.effect_noise(picture.size, GRAIN)
    return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), scale=1, offset=-128)
