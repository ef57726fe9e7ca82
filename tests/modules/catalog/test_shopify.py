import io
import tracemalloc
from pathlib import Path

import pytest

from shopwright.modules.catalog.importing.shopify import (
    PRODUCT_ROW_COUNT_MAX,
    ImportedPicture,
    ImportedProduct,
    ImportedVariant,
    read_products,
)
from shopwright.modules.catalog.importing.shopify_rows import RECORD_LENGTH_MAX, RowError, open_source

REAL_FILES = Path(__file__).parents[4] / "shared" / "data"

HEADING = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,"
    "Variant Compare At Price,Variant Barcode,Image Src,Image Position,Image Alt Text,Variant Image,Status\n"
)
COLUMNS = tuple(HEADING.strip().split(","))

TEAPOT = (
    HEADING
    + 'teapot,茶壶,"<p>First line,\nsecond ""line"".</p>",素器,Tea > Pots,Pot,"tea, pot, tea",TRUE,Colour,White,Size,'
    "S,POT-W,320,shopify,12,129.00,159.00,'6901234567892,pot-white.webp,2,White pot,pot-white.webp,active\n"
    "teapot,,,,,,,,,Black,,L,,410.5,shopify,0,139,,,pot.webp,1,Both pots,pot-black.webp,\n"
    "teapot,,,,,,,,,,,,,,,,,,,pot-side.webp,3,From the side,,\n"
)


def row(**cells: str) -> str:
    """One row of the file; the keys are headings with an underscore for each blank."""
    named = {"Body (HTML)" if key == "Body" else key.replace("_", " "): value for key, value in cells.items()}
    facts = {"Handle": "cup", "Title": "Cup", "Variant Price": "10.00"} | named
    assert set(facts) <= set(COLUMNS)
    return ",".join(facts.get(column, "") for column in COLUMNS) + "\n"


def read(text: str, currency: str = "CNY") -> list[ImportedProduct | RowError]:
    return list(read_products(io.StringIO(text, newline=""), currency=currency))


def errors(text: str, currency: str = "CNY") -> list[tuple[int, str, str]]:
    """Line, column and English text of every error; the file must yield no product."""
    found = read(text, currency)
    return [
        (item.line, item.column, item.sentence.format(**item.values)) for item in found if isinstance(item, RowError)
    ]


def product(text: str, currency: str = "CNY") -> ImportedProduct:
    (item,) = read(text, currency)
    assert isinstance(item, ImportedProduct), item
    return item


def test_several_rows_make_one_product_with_everything_in_it() -> None:
    assert read(TEAPOT) == [
        ImportedProduct(
            handle="teapot",
            title="茶壶",
            body_html='<p>First line,\nsecond "line".</p>',
            vendor="素器",
            category=("Tea", "Pots"),
            tags=("tea", "pot"),
            is_listed=True,
            options=("Colour", "Size"),
            variants=(
                ImportedVariant("POT-W", ("White", "S"), 12900, 15900, 12, 320, "6901234567892", "pot-white.webp", 2),
                ImportedVariant("TEAPOT-2", ("Black", "L"), 13900, None, 0, 411, None, "pot-black.webp", 4),
            ),
            pictures=(
                ImportedPicture("pot.webp", "Both pots", 4),
                ImportedPicture("pot-white.webp", "White pot", 2),
                ImportedPicture("pot-side.webp", "From the side", 5),
                ImportedPicture("pot-black.webp", "", 4),
            ),
            first_line=2,
        )
    ]


def test_the_headings_of_the_newer_template_are_understood() -> None:
    text = (
        "Title,URL handle,Description,Published on online store,Status,SKU,Barcode,Price,Compare-at price,"
        "Inventory quantity,Weight value (grams),Product image URL,Variant image URL\n"
        "Cup,cup,Thin,true,Active,CUP,690,10,12,5,80,a.webp,b.webp\n"
    )
    cup = product(text)
    assert cup.variants == (ImportedVariant("CUP", (), 1000, 1200, 5, 80, "690", "b.webp", 2),)
    assert [picture.source for picture in cup.pictures] == ["a.webp", "b.webp"]
    assert (cup.body_html, cup.is_listed) == ("Thin", True)


def test_a_product_without_a_choice_has_no_options() -> None:
    cup = product(HEADING + row(Option1_Name="Title", Option1_Value="Default Title"))
    assert (cup.options, [variant.option_values for variant in cup.variants]) == ((), [()])
    assert [variant.sku for variant in cup.variants] == ["CUP-1"]


def test_the_type_is_the_category_where_no_category_is_given() -> None:
    assert product(HEADING + row(Type="Cups")).category == ("Cups",)
    assert product(HEADING + row()).category == ()


@pytest.mark.parametrize(
    ("published", "status", "is_listed"),
    [
        ("", "", True),
        ("true", "active", True),
        ("FALSE", "active", False),
        ("true", "draft", False),
        ("true", "archived", False),
        ("true", "unlisted", False),
    ],
)
def test_a_product_is_listed_when_published_and_active(published: str, status: str, *, is_listed: bool) -> None:
    assert product(HEADING + row(Published=published, Status=status)).is_listed is is_listed


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("0", "CNY", 0),
        ("0.01", "CNY", 1),
        ("19.9", "CNY", 1990),
        ("4999999999.99", "CNY", 499_999_999_999),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
    ],
)
def test_prices_are_read_exactly(text: str, currency: str, minor: int) -> None:
    assert product(HEADING + row(Variant_Price=text), currency).variants[0].price_minor == minor


WRITE_DIGITS = "Write the price with digits and at most one point, such as 129.00."


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("1e3", "CNY", WRITE_DIGITS),
        ("-1", "CNY", WRITE_DIGITS),
        ("+1", "CNY", WRITE_DIGITS),
        ("NaN", "CNY", WRITE_DIGITS),
        ("\uff11\uff12", "CNY", WRITE_DIGITS),
        ("\u0661\u0662", "CNY", WRITE_DIGITS),
        ('"1,200.00"', "CNY", WRITE_DIGITS),
        ("¥12", "CNY", WRITE_DIGITS),
        (".5", "CNY", WRITE_DIGITS),
        ("1.", "CNY", WRITE_DIGITS),
        ("9" * 400, "CNY", WRITE_DIGITS),
        ("1.000", "CNY", "The price has more than 2 decimals."),
        ("100.0", "JPY", "The price has more than 0 decimals."),
        ("10000000000.01", "CNY", "The price is too high."),
        ("", "CNY", "The price is missing."),
    ],
)
def test_a_price_that_is_not_plain_is_refused(text: str, currency: str, sentence: str) -> None:
    assert errors(HEADING + row(Variant_Price=text), currency) == [(2, "Variant Price", sentence)]


def test_an_unknown_currency_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="XQX"):
        read(TEAPOT, "XQX")


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"Handle": "a b"}, "Handle", "A handle consists of letters, digits, hyphens, underscores and points only."),
        ({"Handle": "../x"}, "Handle", "A handle consists of letters, digits, hyphens, underscores and points only."),
        ({"Title": ""}, "Title", "The title is missing."),
        ({"Title": "x" * 256}, "Title", "The text is longer than 255 characters."),
        ({"Published": "maybe"}, "Published", "Write true or false."),
        ({"Status": "sold"}, "Status", "The status must be active, draft, archived or unlisted."),
        ({"Variant_Compare_At_Price": "x"}, "Variant Compare At Price", WRITE_DIGITS),
        ({"Variant_Grams": "-3"}, "Variant Grams", "The weight must be a number of grams from 0 to 1000000000."),
        (
            {"Variant_Inventory_Tracker": "shopify", "Variant_Inventory_Qty": "-1"},
            "Variant Inventory Qty",
            "The stock must be a whole number from 0 to 1000000000.",
        ),
        (
            {"Variant_Inventory_Tracker": "shopify", "Variant_Inventory_Qty": "1.5"},
            "Variant Inventory Qty",
            "The stock must be a whole number from 0 to 1000000000.",
        ),
        ({"Image_Src": "a.webp", "Image_Position": "x"}, "Image Position", "The position must be a whole number."),
        ({"Option1_Name": "Colour"}, "Option1 Value", "The value of the option Colour is missing."),
        ({"Option1_Value": "Red"}, "Option1 Value", "The product's first row names no option for this value."),
    ],
)
def test_a_wrong_cell_is_named(cells: dict[str, str], column: str, sentence: str) -> None:
    assert errors(HEADING + row(**cells)) == [(2, column, sentence)]


def test_stock_is_unknown_where_it_was_not_tracked() -> None:
    assert product(HEADING + row(Variant_Inventory_Qty="-4")).variants[0].stock is None


def test_options_leave_no_gap_and_are_named_once() -> None:
    gap = HEADING + row(Option2_Name="Size", Option2_Value="S")
    assert errors(gap) == [
        (2, "Option2 Name", "The options must be filled from the first one on, without a gap."),
        (2, "Option1 Value", "The value of the option Size is missing."),
        (2, "Option2 Value", "The product's first row names no option for this value."),
    ]
    twice = HEADING + row(Option1_Name="Size", Option1_Value="S", Option2_Name="Size", Option2_Value="M")
    assert errors(twice) == [(2, "Option2 Name", "The option Size is named twice.")]


def test_a_fourth_option_is_refused() -> None:
    text = "Handle,Title,Variant Price,Option4 Name,Option4 Value\ncup,Cup,1,Lid,\n"
    assert errors(text) == [(2, "Option4 Name", "A product may have at most 3 options.")]


def test_a_variant_that_repeats_another_is_refused() -> None:
    text = HEADING + row(Option1_Name="Size", Option1_Value="S") + row(Title="", Option1_Value="S")
    assert errors(text) == [(3, "Option1 Value", "This variant is the same as the one in line 2.")]


def test_a_sku_belongs_to_one_variant_of_the_file() -> None:
    text = HEADING + row(Variant_SKU="A") + row(Handle="mug", Variant_SKU="A") + row(Handle="jug", Variant_SKU="a")
    found = read(text)
    assert [item.handle for item in found if isinstance(item, ImportedProduct)] == ["cup", "jug"]
    assert errors(text) == [(3, "Variant SKU", "The SKU A was used before in line 2.")]


def test_the_rows_of_a_product_stand_together() -> None:
    text = HEADING + row() + row(Handle="mug", Title="Mug") + row()
    assert errors(text) == [
        (4, "Handle", "The handle cup was used by another product in line 2; its rows must stand together."),
        (4, "Variant SKU", "The SKU CUP-1 was used before in line 2."),
    ]


def test_a_row_without_a_handle_spoils_the_product_before_it() -> None:
    text = HEADING + row() + row(Handle="", Title="", Option1_Value="M") + row(Handle="mug")
    found = read(text)
    assert [item.handle for item in found if isinstance(item, ImportedProduct)] == ["mug"]
    assert errors(text) == [
        (3, "Handle", "The handle is missing."),
        (3, "Option1 Value", "The product's first row names no option for this value."),
        (3, "Option1 Value", "This variant is the same as the one in line 2."),
    ]
    assert errors(HEADING + row(Handle="")) == [(2, "Handle", "The handle is missing.")]


def test_another_title_in_a_later_row_is_refused() -> None:
    text = HEADING + row(Option1_Name="Size", Option1_Value="S") + row(Title="Bowl", Option1_Value="M")
    assert errors(text) == [(3, "Title", "The title differs from that of the product's first row.")]


def test_a_gift_card_is_refused() -> None:
    text = "Handle,Title,Variant Price,Gift Card\ncard,Card,10,true\n"
    assert errors(text) == [(2, "Gift Card", "A gift card cannot be imported as a product.")]


def test_all_errors_of_a_product_are_told_with_their_real_lines() -> None:
    body = '"<p>one\r\ntwo\r\n\r\nthree</p>"'
    text = HEADING + "\n" + row(Body=body, Variant_Price="x", Option1_Name="Size")
    text += ",,,\n" + row(Title="", Option1_Value="M", Variant_Grams="heavy")
    text += row(Handle="mug", Title="")
    assert errors(text) == [
        (3, "Option1 Value", "The value of the option Size is missing."),
        (3, "Variant Price", WRITE_DIGITS),
        (8, "Variant Grams", "The weight must be a number of grams from 0 to 1000000000."),
        (9, "Title", "The title is missing."),
    ]


def test_a_row_of_another_width_is_told_and_not_guessed() -> None:
    text = HEADING + row() + "cup,,surplus\n" + row(Handle="mug")
    found = read(text)
    assert [item.handle for item in found if isinstance(item, ImportedProduct)] == ["mug"]
    assert errors(text) == [(3, "", "The row has 3 cells where the heading has 24.")]


def test_a_character_that_is_not_text_is_refused() -> None:
    assert errors(HEADING + row(Vendor="a\x00b")) == [(2, "Vendor", "The cell contains a character that is not text.")]


def test_too_many_rows_are_refused_once() -> None:
    first = row(Option1_Name="Size", Option1_Value="0")
    more = (row(Title="", Option1_Value=str(number)) for number in range(1, PRODUCT_ROW_COUNT_MAX + 500))
    assert errors(HEADING + first + "".join(more)) == [
        (PRODUCT_ROW_COUNT_MAX + 2, "Handle", "A product may have at most 2000 rows.")
    ]


def test_a_missing_or_doubled_column_ends_the_reading() -> None:
    assert errors("") == [(1, "Handle", "The column Handle is missing; is this a Shopify product export?")]
    assert errors("Handle,Title\ncup,Cup\n") == [
        (1, "Variant Price", "The column Variant Price is missing; is this a Shopify product export?")
    ]
    assert errors("Handle,Title,Price,Variant Price\ncup,Cup,1,2\n") == [
        (1, "Variant Price", "The column Variant Price occurs twice.")
    ]


def test_wrong_quoting_ends_the_reading_and_keeps_what_was_whole() -> None:
    text = HEADING + row() + row(Handle="mug") + row(Handle="jug", Vendor='"a"b') + row(Handle="pot")
    found = read(text)
    assert [item.handle for item in found if isinstance(item, ImportedProduct)] == ["cup"]
    sentence = "The row is not written as CSV demands; look for a quotation mark that is not doubled."
    assert errors(text) == [(4, "", sentence)]
    assert errors(HEADING + row(Vendor='"open')) == [(2, "", sentence)]


def test_an_endless_row_ends_the_reading() -> None:
    sentence = "The row is longer than 131072 characters; look for a quotation mark that is not closed."
    assert errors(HEADING + row(Vendor="x" * RECORD_LENGTH_MAX)) == [(2, "", sentence)]
    unclosed = HEADING + row(Vendor='"open') + row(Handle="mug") * 5_000
    assert errors(unclosed) == [(2, "", sentence)]


def test_the_mark_of_utf_8_is_no_part_of_the_heading() -> None:
    source = open_source(io.BytesIO(TEAPOT.encode("utf-8-sig")))
    (teapot,) = read_products(source, currency="CNY")
    assert isinstance(teapot, ImportedProduct)
    assert (teapot.title, teapot.variants[1].line) == ("茶壶", 4)
    assert product("\ufeff" + TEAPOT).handle == "teapot"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_refused_in_clear_words(encoding: str) -> None:
    source = open_source(io.BytesIO(TEAPOT.encode(encoding)))
    (error,) = read_products(source, currency="CNY")
    assert error == RowError(1, "", "The file is not UTF-8 text; save it again as “CSV UTF-8”.", {})


def test_memory_holds_one_product_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    body = "<p>" + "x" * 4_000 + "</p>"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADING)
        file.writelines(row(Handle=f"cup-{number}", Body=body) for number in range(3_000))
    with open_source(path.open("rb")) as stream:
        tracemalloc.start()
        read_count = sum(1 for _item in read_products(stream, currency="CNY"))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert read_count == 3_000
    assert path.stat().st_size > 12_000_000
    assert peak < 2_000_000


REAL_EXPECTED = {"appliances37": (37, 87, 124, []), "eshop101": (98, 98, 98, [36, 45, 75])}


@pytest.mark.parametrize("folder", [name for name in REAL_EXPECTED if (REAL_FILES / name).is_dir()])
def test_real_exports_are_read_wholly(folder: str) -> None:
    with open_source((REAL_FILES / folder / "shopify_products.csv").open("rb")) as stream:
        found = list(read_products(stream, currency="USD"))
    products = [item for item in found if isinstance(item, ImportedProduct)]
    wrong_lines = [item.line for item in found if isinstance(item, RowError)]
    assert REAL_EXPECTED[folder] == (
        len(products),
        sum(len(item.variants) for item in products),
        sum(len(item.pictures) for item in products),
        wrong_lines,
    )
