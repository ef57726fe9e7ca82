"""Somebody brings a catalogue of their own, and sells from it."""

import asyncio
import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image, ImageDraw
from tests.browser.conftest import Visit
from tests.browser.running import SHOPWRIGHT, Demo, environment_of
from tests.browser.shopping import fill_address, pay, place_order
from tests.browser.visitor import DESK, PHONE, Device

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
SHEETS = ("eshop101", "appliances37")
OWN = (
    ("travel-kettle", "旅行壶", "月白", "TK-1", "12", "219.00", "kettle.png"),
    ("travel-kettle", "", "青岚", "TK-2", "0", "219.00", ""),
    ("tea-towel", "茶巾", "", "TT-1", "30", "19.90", "towel.png"),
)
COLUMNS = (
    "Handle", "Title", "Option1 Value", "Variant SKU", "Variant Inventory Qty", "Variant Price", "Image Src",
)  # fmt: skip


class Catalogue(NamedTuple):
    """A file of products with its pictures, and something that is in it."""

    file: Path
    pictures: Path
    product_count: int
    wanted: str


async def test_own_goods_are_imported_found_and_bought(visit: Visit, demo: Demo, tmp_path: Path) -> None:
    own = _write_own(tmp_path)
    said = await _import(demo, own)
    assert "2 products were created" in said
    assert "2 left as they are" in await _import(demo, own)
    await _find_and_buy(visit, own, device=PHONE)


@pytest.mark.parametrize("name", [name for name in SHEETS if (SAMPLES / name).is_dir()])
async def test_a_foreign_shops_export_is_imported_found_and_bought(visit: Visit, demo: Demo, name: str) -> None:
    file = SAMPLES / name / "shopify_products.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        titles = {row["Handle"]: row["Title"] for row in csv.DictReader(opened) if row["Title"]}
    foreign = Catalogue(file, file.parent / "pictures", len(titles), next(iter(titles.values())))
    # A handle that comes back far below its product is told with its line; everything else is brought in.
    said = await _import(demo, foreign, may_complain=True)
    assert f"{foreign.product_count} products were created" in said
    await _find_and_buy(visit, foreign, device=DESK)


def _write_own(folder: Path) -> Catalogue:
    pictures = folder / "pictures"
    pictures.mkdir()
    for name, colour in (("kettle.png", "#8fb0a3"), ("towel.png", "#d8c9ae")):
        picture = Image.new("RGB", (800, 800), "#f4efe9")
        ImageDraw.Draw(picture).ellipse((150, 150, 650, 650), fill=colour)
        picture.save(pictures / name)
    file = folder / "own.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, (*COLUMNS, "Option1 Name", "Image Position", "Published", "Status"))
        writer.writeheader()
        for line in OWN:
            row = dict(zip(COLUMNS, line, strict=True))
            writer.writerow(
                row | {"Option1 Name": "颜色" if line[1] == "旅行壶" else "", "Published": "true", "Status": "active"}
            )
    return Catalogue(file, pictures, 2, "旅行壶")


async def _import(demo: Demo, catalogue: Catalogue, *, may_complain: bool = False) -> str:
    """What the command says, run beside the demo as somebody would at a second terminal."""
    started = await asyncio.create_subprocess_exec(
        *SHOPWRIGHT, "import", "catalogue", str(catalogue.file), "--pictures", str(catalogue.pictures),
        env=environment_of(demo.folder), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said = (await started.communicate())[0].decode()
    assert started.returncode == 0 or may_complain, said
    return said


async def _find_and_buy(visit: Visit, catalogue: Catalogue, *, device: Device) -> None:
    async with visit(device=device) as shopper:
        await shopper.go("/")
        await shopper.page.get_by_role("combobox", name=shopper.t("Search products")).fill(catalogue.wanted)
        await shopper.page.get_by_role("combobox", name=shopper.t("Search products")).press("Enter")
        await shopper.page.wait_for_url("**/search?q=*")
        await shopper.look("found")
        await shopper.follow(shopper.main.get_by_role("link", name=catalogue.wanted).first, shot="product")
        await shopper.follow(shopper.button("Buy now"), shot="checkout")
        await fill_address(shopper, street="文三路 90 号")
        await place_order(shopper)
        await pay(shopper)
