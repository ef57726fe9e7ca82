import io
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from tests.modules.catalog.shelf import CLERK, look_at, put_on_shelf

from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    EditableProduct,
    ImportProgress,
    ImportReport,
    OpeningStock,
    ProductTexts,
)
from shopwright.modules.markets import public as markets
from shopwright.platform.db import Database, Transaction
from shopwright.platform.files import FileStore

REAL_FILES = Path(__file__).parents[4] / "shared" / "data"
COLUMNS = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Tags,Published,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Alt Text,Variant Image"
)
POT = (
    "pot,茶壶,<p onclick=x>好</p>,素器,茶 > 壶,礼物,true,颜色,白,POT-W,300,5,129.00,159.00,https://cdn.example/a/white.png?v=1,白壶,white.png\n"
    "pot,,,,,,,,黑,POT-B,300,0,139.00,139.00,img/black.png,,img/black.png\n"
)
CUP = "cup,茶杯,,,茶,,false,Title,Default Title,CUP,,,10.00,,,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, one below a folder of its own."""
    pictures = tmp_path / "pictures"
    (pictures / "img").mkdir(parents=True)
    Image.new("RGB", (400, 300), "white").save(pictures / "white.png")
    Image.new("RGB", (300, 400), "black").save(pictures / "img" / "black.png")
    Image.new("RGB", (10, 10), "red").save(tmp_path / "outside.png")
    return pictures


class Importing:
    """Runs imports into one shop and remembers what stock was told."""

    def __init__(self, database: Database, folder: Path | None, store: Path) -> None:
        self.database = database
        self.folder = folder
        self.store = FileStore(store)
        self.stock: list[tuple[str, int]] = []
        self.progress: list[ImportProgress] = []

    async def __call__(self, text: str, *, is_dry_run: bool = False, language: str = "zh_CN") -> ImportReport:
        async with self.database.reading() as reading:
            market = await markets.get_default_market(reading)
        return await catalog.import_catalogue(
            self.database,
            actor=CLERK,
            files=self.store,
            stream=catalog.open_source(io.BytesIO(f"{COLUMNS}\n{text}".encode())),
            pictures_folder=self.folder,
            market=market,
            language=language,
            is_dry_run=is_dry_run,
            on_progress=self.progress.append,
            on_stock=self._remember,
        )

    async def product(self, slug: str) -> EditableProduct | None:
        async with self.database.reading() as reading:
            found = await catalog.list_products_by_slug(reading, slugs=[slug])
        return found[0] if found else None

    async def pot(self) -> EditableProduct:
        found = await self.product("pot")
        assert found is not None
        return found

    async def _remember(self, _tx: Transaction, facts: Sequence[OpeningStock]) -> None:
        self.stock += [(fact.sku, fact.quantity) for fact in facts]


@pytest.fixture
def run(database: Database, folder: Path, tmp_path: Path) -> Importing:
    return Importing(database, folder, tmp_path / "store")


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created_count, report.changed_count, report.unchanged_count, report.refused_count


def told(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, row.sentence.format(**row.values)) for row in (*report.errors, *report.warnings)]


async def test_a_file_becomes_products_with_everything_in_them(run: Importing) -> None:
    report = await run(POT + CUP)
    assert told(report) == []
    assert counts(report) == (2, 0, 0, 0)
    assert (report.new_variant_count, report.new_category_count, report.stored_picture_count) == (3, 2, 2)
    assert run.stock == [("POT-W", 5)]
    assert run.progress == [ImportProgress(line=4, product_count=2)]
    pot = await run.pot()
    assert (pot.titles, pot.bodies, pot.brand, pot.tags) == (
        {"zh_CN": "茶壶"}, {"zh_CN": "<p>好</p>"}, "素器", ("礼物",)
    )  # fmt: skip
    assert [(variant.sku, variant.weight_grams) for variant in pot.variants] == [("POT-W", 300), ("POT-B", 300)]
    prices = [variant.prices[0] for variant in pot.variants]
    assert [(price.price_minor, price.compare_at_minor) for price in prices] == [(12900, 15900), (13900, None)]
    white, black = pot.pictures
    assert (white.alts, white.width, white.height, black.width) == ({"zh_CN": "白壶"}, 400, 300, 300)
    assert [variant.picture_id for variant in pot.variants] == [white.id, black.id]
    assert await run.store.exists(f"{white.file_key}-320.webp")
    async with run.database.reading() as reading:
        page = await catalog.get_product(reading, slug="pot", market="cn", language="zh_CN")
        listed = await catalog.list_products(reading, market="cn", language="zh_CN")
        (top, below) = await catalog.list_categories(reading, language="zh_CN")
    assert page.variants[0].price == Money(12900, "CNY")
    assert [card.slug for card in listed.items] == ["pot"]
    assert ((top.name, below.name, below.parent_id), page.category and page.category.id) == (
        ("茶", "壶", top.id), below.id
    )  # fmt: skip


async def test_a_second_run_changes_nothing(run: Importing) -> None:
    await run(POT + CUP)
    before = await run.pot()
    writes = run.database.executed.copy()
    report = await run(POT + CUP)
    assert counts(report) == (0, 0, 2, 0)
    assert (report.new_variant_count, report.new_category_count, report.stored_picture_count) == (0, 0, 0)
    assert await run.pot() == before
    assert run.stock == [("POT-W", 5)]
    done = run.database.executed - writes
    assert not [name for name in done if ".write_" in name or ".insert_" in name]


async def test_a_dry_run_tells_the_same_and_writes_nothing(run: Importing, tmp_path: Path) -> None:
    promised = await run(POT + CUP, is_dry_run=True)
    assert await run.product("pot") is None
    assert (run.stock, list((tmp_path / "store").rglob("*.webp"))) == ([], [])
    async with run.database.reading() as reading:
        assert await catalog.list_categories(reading, language="en") == []
    done = await run(POT + CUP)
    assert promised == ImportReport(
        **{name: getattr(done, name) for name in done.__struct_fields__} | {"is_dry_run": True}
    )
    changed = POT.replace("129.00", "119.00")
    assert counts(await run(changed, is_dry_run=True)) == (0, 1, 0, 0)
    assert (await run.pot()).variants[0].prices[0].price_minor == 12900


async def test_what_differs_is_changed_and_nothing_else(run: Importing) -> None:
    await run(POT)
    before = await run.pot()
    more = POT.replace("茶壶", "大茶壶").replace("129.00", "119.00") + "pot,,,,,,,,红,POT-R,310,7,149.00,,,,\n"
    report = await run(more)
    assert (counts(report), report.new_variant_count) == ((0, 1, 0, 0), 1)
    after = await run.pot()
    assert (after.titles, after.version > before.version) == ({"zh_CN": "大茶壶"}, True)
    assert [variant.sku for variant in after.variants] == ["POT-W", "POT-B", "POT-R"]
    assert [value.names for value in after.options[0].values] == [{"zh_CN": "白"}, {"zh_CN": "黑"}, {"zh_CN": "红"}]
    assert after.variants[0].prices[0].price_minor == 11900
    assert after.pictures == before.pictures
    assert run.stock == [("POT-W", 5), ("POT-R", 7)]
    assert counts(await run(more)) == (0, 0, 1, 0)


async def test_what_the_file_does_not_name_stays(run: Importing) -> None:
    await run(POT)
    seen = await run.pot()
    texts = ProductTexts(
        titles=seen.titles | {"en": "Teapot"},
        subtitles={"en": "From clay"},
        bodies=seen.bodies,
        brand=seen.brand,
        category_id=seen.category_id,
        tags=seen.tags,
        slug="pot",
    )
    await run.database.transact(
        lambda tx: catalog.change_product(tx, actor=CLERK, product_id=seen.id, version=seen.version, written=texts)
    )
    assert counts(await run(POT)) == (0, 0, 1, 0)
    assert counts(await run(POT.replace("素器", "别家"))) == (0, 1, 0, 0)
    after = await run.pot()
    assert (after.titles["en"], after.subtitles, after.brand) == ("Teapot", {"en": "From clay"}, "别家")


async def test_a_product_is_listed_and_delisted_by_the_file(run: Importing) -> None:
    await run(POT)
    assert counts(await run(POT.replace("true", "false"))) == (0, 1, 0, 0)
    assert (await run.pot()).listed_at is None
    assert counts(await run(POT)) == (0, 1, 0, 0)
    assert (await run.pot()).listed_at is not None


async def test_errors_name_their_lines_and_leave_the_rest_alone(run: Importing) -> None:
    await put_on_shelf(run.database)
    async with run.database.reading() as reading:
        (theirs,) = (await catalog.list_products_for_staff(reading, market="cn", language="en")).items
    taken = (await look_at(run.database, ProductId(theirs.id))).variants[0].sku
    bad = (
        "bad,坏,,,,,true,Title,Default Title,BAD,,,12.3.4,,,,\n"
        f"thief,偷,,,,,true,Title,Default Title,{taken},,,1.00,,,,\n"
        "...,点,,,,,true,Title,Default Title,DOT,,,1.00,,,,\n"
    )
    report = await run(bad + CUP)
    assert told(report) == [
        (2, "Variant Price", "Write the price with digits and at most one point, such as 129.00."),
        (3, "Variant SKU", f"Another product of the shop has the SKU {taken}."),
        (4, "slug", "Use letters, digits, hyphens, underscores and points only."),
    ]
    assert (counts(report), report.error_count) == ((1, 0, 0, 2), 3)
    assert [await run.product(slug) for slug in ("bad", "thief", "...")] == [None, None, None]
    assert await run.product("cup") is not None


async def test_an_existing_product_keeps_its_options_and_skus(run: Importing) -> None:
    await run(POT)
    before = await run.pot()
    wrong = (
        (POT.replace("颜色", "Title").replace("白,POT-W", "Default Title,POT-W").splitlines(keepends=True)[0], 2),
        (POT.replace("黑,POT-B", "白2,POT-B"), 3),
        (POT.replace("POT-B", "POT-X"), 3),
    )
    for text, line in wrong:
        report = await run(text)
        assert (counts(report), [row.line for row in report.errors]) == ((0, 0, 0, 1), [line])
    assert await run.pot() == before


async def test_a_retired_variant_stays_retired_and_is_told(run: Importing) -> None:
    await run(POT)
    seen = await run.pot()
    await run.database.transact(
        lambda tx: catalog.retire_variant(tx, actor=CLERK, product_id=seen.id, variant_id=seen.variants[1].id)
    )
    report = await run(POT)
    assert counts(report) == (0, 0, 1, 0)
    assert told(report) == [(3, "Variant SKU", "The variant POT-B was retired and stays so.")]


async def test_a_missing_or_broken_picture_is_told_and_the_product_comes(run: Importing, folder: Path) -> None:
    (folder / "white.png").write_bytes(b"<svg/>")
    (folder / "img" / "black.png").unlink()
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        report = await run(POT)
        assert counts(report) == expected
        assert told(report) == [
            (2, "Image Src", "Only JPEG, PNG, WebP and GIF pictures can be used."),
            (3, "Image Src", "The picture img/black.png is not in the folder."),
        ]
    assert (await run.pot()).pictures == ()


async def test_a_picture_is_taken_from_inside_the_folder_only(run: Importing) -> None:
    outside = POT.replace("img/black.png,,img/black.png", "../outside.png,,/etc/hostname")
    report = await run(outside)
    assert [row.values for row in report.warnings] == [{"name": "../outside.png"}, {"name": "/etc/hostname"}]


async def test_a_new_picture_of_a_known_product_is_added(run: Importing, folder: Path) -> None:
    await run(POT)
    Image.new("RGB", (320, 320), "green").save(folder / "white.png")
    report = await run(POT)
    assert (counts(report), report.stored_picture_count) == ((0, 1, 0, 0), 1)
    pot = await run.pot()
    assert [picture.width for picture in pot.pictures] == [400, 300, 320]
    assert pot.variants[0].picture_id == pot.pictures[2].id
    assert counts(await run(POT)) == (0, 0, 1, 0)


async def test_more_products_than_a_batch_come_in_bounded_steps(run: Importing) -> None:
    numbers = range(250)
    text = "".join(f"p{number},商品 {number},,,一类,,true,Title,Default Title,,,,1.00,,,,\n" for number in numbers)
    assert counts(await run(text)) == (250, 0, 0, 0)
    assert [step.product_count for step in run.progress] == [100, 200, 250]
    assert all(one.line < other.line for one, other in itertools.pairwise(run.progress))
    per_batch = run.database.executed["modules.catalog.store.products.insert_products"]
    assert per_batch == 3


@pytest.mark.skipif(not REAL_FILES.is_dir(), reason="the real files are not on this machine")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "expected", "lines"), [("eshop101", (98, 98, 98), [36, 45, 75]), ("appliances37", (37, 87, 124), [])]
)
async def test_real_exports_come_whole_and_twice_alike(
    database: Database, tmp_path: Path, name: str, expected: tuple[int, int, int], lines: list[int]
) -> None:
    """One of the files uses three handles twice; those rows are told and everything else comes."""
    product_count, variant_count, picture_count = expected
    run = Importing(database, REAL_FILES / name / "pictures", tmp_path / "store")
    text = (REAL_FILES / name / "shopify_products.csv").read_text(encoding="utf-8-sig")
    async with database.reading() as reading:
        market = await markets.get_default_market(reading)

    async def whole() -> ImportReport:
        return await catalog.import_catalogue(
            database,
            actor=CLERK,
            files=run.store,
            stream=catalog.open_source(io.BytesIO(text.encode())),
            pictures_folder=run.folder,
            market=market,
            language="en",
        )

    first = await whole()
    assert ([row.line for row in first.errors], counts(first)) == (lines, (product_count, 0, 0, 0))
    assert (first.new_variant_count, first.stored_picture_count) == (variant_count, picture_count)
    again = await whole()
    assert (again.errors, counts(again), again.stored_picture_count) == (first.errors, (0, 0, product_count, 0), 0)
