"""Reads the product CSV that Shopify exports, one product at a time, without touching anything else.

The columns are those of Shopify's product export; the headings of its newer template are understood as well. A product
may span several rows: the first carries its facts and its first variant, the others further variants or only pictures.
"""

import re
from collections.abc import Callable, Iterator
from typing import TextIO

import msgspec
from babel.numbers import get_currency_precision, is_currency

from shopwright.modules.catalog.importing.shopify_rows import RowError, SourceRow, UnreadableSource, rows_of
from shopwright.platform.i18n import _

PRODUCT_ROW_COUNT_MAX = 2_000
OPTION_COUNT_MAX = 3
TEXT_LENGTH_MAX = 255
PRICE_MINOR_MAX = 1_000_000_000_000
STOCK_MAX = 1_000_000_000
WEIGHT_GRAMS_MAX = 1_000_000_000

_HANDLE = re.compile(r"[\w.-]{1,255}")
_DECIMAL = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,15}))?")
_DIGITS = re.compile(r"[0-9]{1,15}")
_VARIANT_COLUMNS = ("Option1 Value", "Option2 Value", "Option3 Value", "Variant SKU", "Variant Price")

Report = Callable[..., None]


class ImportedPicture(msgspec.Struct, frozen=True):
    """A picture as the file names it: an address or a file name, its alternative text, the line that brought it."""

    source: str
    alt: str
    line: int


class ImportedVariant(msgspec.Struct, frozen=True):
    """One variant. `stock` is None where the shop did not track it; `picture` is the source of one of the pictures."""

    sku: str
    option_values: tuple[str, ...]
    price_minor: int
    compare_at_minor: int | None
    stock: int | None
    weight_grams: int | None
    barcode: str | None
    picture: str | None
    line: int


class ImportedProduct(msgspec.Struct, frozen=True):
    """One product with all its variants and pictures. `body_html` is as the file has it and must still be sanitised.

    A product without options has the single variant `()`. Every variant's picture is among `pictures`.
    """

    handle: str
    title: str
    body_html: str
    vendor: str
    category: tuple[str, ...]
    tags: tuple[str, ...]
    is_listed: bool
    options: tuple[str, ...]
    variants: tuple[ImportedVariant, ...]
    pictures: tuple[ImportedPicture, ...]
    first_line: int


def read_products(stream: TextIO, *, currency: str) -> Iterator[ImportedProduct | RowError]:
    """Yield every sound product of the file, and every error of those that are not, in the order of the file.

    `stream` is best made by `open_source`; prices are read as amounts of `currency` (ISO 4217; ValueError for an
    unknown one). Memory holds one product, and the handles and SKUs that were seen. A file that cannot be read
    further (encoding, quoting, heading) ends with one error, and the product it broke off in is not yielded.
    """
    if not is_currency(currency):
        raise ValueError(f"{currency!r} is not a currency")
    seen = _Seen(get_currency_precision(currency))
    try:
        for group in _groups(rows_of(stream)):
            yield from _product(group, seen)
    except UnreadableSource as unreadable:
        yield unreadable.error


class _Seen:
    """What must be remembered from one product to the next: where each handle and each SKU was first read."""

    def __init__(self, exponent: int) -> None:
        self.exponent = exponent
        self.line_of_handle: dict[str, int] = {}
        self.line_of_sku: dict[str, int] = {}


def _groups(rows: Iterator[SourceRow]) -> Iterator[list[SourceRow]]:
    """The rows of one product after another. A row without a handle is counted to the product before it.

    One row more than is allowed is kept, to tell that there were too many.
    """
    group: list[SourceRow] = []
    for row in rows:
        handle = row.text("Handle")
        if group and handle and handle != group[0].text("Handle"):
            yield group
            group = []
        if len(group) <= PRODUCT_ROW_COUNT_MAX:
            group.append(row)
    if group:
        yield group


def _product(group: list[SourceRow], seen: _Seen) -> Iterator[ImportedProduct | RowError]:
    errors = [error for row in group for error in row.errors]
    sound = [row for row in group if not row.errors]
    product = _read_product(sound, seen, errors) if sound and sound[0] is group[0] else None
    if product and not errors:
        yield product
    yield from sorted(errors, key=lambda error: error.line)


def _read_product(rows: list[SourceRow], seen: _Seen, errors: list[RowError]) -> ImportedProduct | None:
    first = rows[0]

    def report(row: SourceRow, column: str, sentence: str, **values: object) -> None:
        errors.append(RowError(row.line, row.heading(column), sentence, values))

    handle = _handle(rows, seen, report)
    title = _title(rows, report)
    if len(rows) > PRODUCT_ROW_COUNT_MAX:
        report(rows[-1], "Handle", _("A product may have at most {limit} rows."), limit=PRODUCT_ROW_COUNT_MAX)
        return None
    if first.text("Gift Card").casefold() == "true":
        report(first, "Gift Card", _("A gift card cannot be imported as a product."))
    is_listed = _is_listed(first, report)
    options = _options(rows, report)
    variants = _variants(rows, handle=handle, options=options, seen=seen, report=report)
    pictures = _pictures(rows, report)
    if errors:
        return None
    return ImportedProduct(
        handle=handle,
        title=title,
        body_html=first.text("Body (HTML)"),
        vendor=first.text("Vendor"),
        category=_category(first),
        tags=_parts(first.text("Tags"), ","),
        is_listed=is_listed,
        options=options,
        variants=variants,
        pictures=pictures,
        first_line=first.line,
    )


def _handle(rows: list[SourceRow], seen: _Seen, report: Report) -> str:
    first = rows[0]
    handle = first.text("Handle")
    for row in rows:
        if not row.text("Handle"):
            report(row, "Handle", _("The handle is missing."))
    if not handle:
        return ""
    if not _HANDLE.fullmatch(handle):
        report(first, "Handle", _("A handle consists of letters, digits, hyphens, underscores and points only."))
    earlier = seen.line_of_handle.setdefault(handle, first.line)
    if earlier != first.line:
        sentence = _("The handle {handle} was used by another product in line {line}; its rows must stand together.")
        report(first, "Handle", sentence, handle=handle, line=earlier)
    return handle


def _title(rows: list[SourceRow], report: Report) -> str:
    title = rows[0].text("Title")
    if not title:
        report(rows[0], "Title", _("The title is missing."))
    elif len(title) > TEXT_LENGTH_MAX:
        report(rows[0], "Title", _("The text is longer than {limit} characters."), limit=TEXT_LENGTH_MAX)
    for row in rows[1:]:
        if row.text("Title") not in {"", title}:
            report(row, "Title", _("The title differs from that of the product's first row."))
    return title


def _is_listed(row: SourceRow, report: Report) -> bool:
    """Listed when published and active; both count as given when their cell is empty, as Shopify has it."""
    published = row.text("Published").casefold()
    status = row.text("Status").casefold()
    if published not in {"", "true", "false"}:
        report(row, "Published", _("Write true or false."))
    if status not in {"", "active", "draft", "archived", "unlisted"}:
        report(row, "Status", _("The status must be active, draft, archived or unlisted."))
    return published != "false" and status in {"", "active"}


def _category(row: SourceRow) -> tuple[str, ...]:
    return _parts(row.text("Product Category"), ">") or _parts(row.text("Type"), ">")


def _parts(text: str, separator: str) -> tuple[str, ...]:
    """The parts without blanks around them, without empty ones, each once."""
    return tuple(dict.fromkeys(part for part in (piece.strip() for piece in text.split(separator)) if part))


def _options(rows: list[SourceRow], report: Report) -> tuple[str, ...]:
    """The option names of the first row; () for the title option that stands for a product without a choice."""
    first = rows[0]
    for row in rows:
        for column in row.surplus_option_columns():
            sentence = _("A product may have at most {limit} options.")
            report(row, column, sentence, limit=OPTION_COUNT_MAX)
    names = [first.text(f"Option{number} Name") for number in range(1, OPTION_COUNT_MAX + 1)]
    options = tuple(name for name in names if name)
    if options == ("Title",) and _option_values(first)[0] in {"", "Default Title"}:
        return ()
    for number, name in enumerate(names, start=1):
        column = f"Option{number} Name"
        if name and number > len(options):
            report(first, column, _("The options must be filled from the first one on, without a gap."))
        if name and name in names[: number - 1]:
            report(first, column, _("The option {option} is named twice."), option=name)
    return options


def _variants(
    rows: list[SourceRow], *, handle: str, options: tuple[str, ...], seen: _Seen, report: Report
) -> tuple[ImportedVariant, ...]:
    variants: list[ImportedVariant] = []
    line_of_values: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row is not rows[0] and not any(row.text(column) for column in _VARIANT_COLUMNS):
            continue
        values = _values_of_variant(row, options, report)
        earlier = line_of_values.setdefault(values, row.line)
        if earlier != row.line:
            report(row, "Option1 Value", _("This variant is the same as the one in line {line}."), line=earlier)
        sku = _sku(row, handle=handle, number=len(variants) + 1, seen=seen, report=report)
        variants.append(_variant(row, sku=sku, values=values, exponent=seen.exponent, report=report))
    return tuple(variants)


def _values_of_variant(row: SourceRow, options: tuple[str, ...], report: Report) -> tuple[str, ...]:
    given = _option_values(row)
    if not options and given[0] == "Default Title":
        given = ("", *given[1:])
    for number, value in enumerate(given, start=1):
        column = f"Option{number} Value"
        if number <= len(options) and not value:
            report(row, column, _("The value of the option {option} is missing."), option=options[number - 1])
        if number > len(options) and value:
            report(row, column, _("The product's first row names no option for this value."))
        if len(value) > TEXT_LENGTH_MAX:
            report(row, column, _("The text is longer than {limit} characters."), limit=TEXT_LENGTH_MAX)
    return given[: len(options)]


def _option_values(row: SourceRow) -> tuple[str, ...]:
    return tuple(row.text(f"Option{number} Value") for number in range(1, OPTION_COUNT_MAX + 1))


def _sku(row: SourceRow, *, handle: str, number: int, seen: _Seen, report: Report) -> str:
    """The SKU of the row; without one it is derived from the handle and the variant's number, as in LAMP-2.

    The same file therefore always gives the same SKUs. Spreadsheets mark text by an apostrophe in front; it goes.
    """
    sku = row.text("Variant SKU").removeprefix("'") or f"{handle}-{number}".upper()
    if len(sku) > TEXT_LENGTH_MAX:
        report(row, "Variant SKU", _("The text is longer than {limit} characters."), limit=TEXT_LENGTH_MAX)
    earlier = seen.line_of_sku.setdefault(sku, row.line)
    if earlier != row.line:
        report(row, "Variant SKU", _("The SKU {sku} was used before in line {line}."), sku=sku, line=earlier)
    return sku


def _variant(row: SourceRow, *, sku: str, values: tuple[str, ...], exponent: int, report: Report) -> ImportedVariant:
    price_minor = _price_minor(row, "Variant Price", exponent, report)
    if not row.text("Variant Price"):
        report(row, "Variant Price", _("The price is missing."))
    return ImportedVariant(
        sku=sku,
        option_values=values,
        price_minor=price_minor or 0,
        compare_at_minor=_price_minor(row, "Variant Compare At Price", exponent, report),
        stock=_stock(row, report),
        weight_grams=_weight_grams(row, report),
        barcode=row.text("Variant Barcode").removeprefix("'") or None,
        picture=row.text("Variant Image") or None,
        line=row.line,
    )


def _price_minor(row: SourceRow, column: str, exponent: int, report: Report) -> int | None:
    """The amount in minor units, exactly as written; None for an empty cell or a wrong one, which is reported.

    More decimals than the currency has are refused even when they are zeros: 1.000 may mean a thousand.
    """
    text = row.text(column)
    if not text:
        return None
    match = _DECIMAL.fullmatch(text)
    if not match:
        report(row, column, _("Write the price with digits and at most one point, such as 129.00."))
        return None
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > exponent:
        report(row, column, _("The price has more than {limit} decimals."), limit=exponent)
        return None
    minor = int(whole + fraction.ljust(exponent, "0"))
    if minor > PRICE_MINOR_MAX:
        report(row, column, _("The price is too high."))
        return None
    return minor


def _stock(row: SourceRow, report: Report) -> int | None:
    """Units in stock; None where the shop did not track them, whatever the cell says."""
    text = row.text("Variant Inventory Qty")
    is_tracked = not row.has("Variant Inventory Tracker") or row.text("Variant Inventory Tracker") != ""
    if not text or not is_tracked:
        return None
    if not _DIGITS.fullmatch(text) or int(text) > STOCK_MAX:
        report(row, "Variant Inventory Qty", _("The stock must be a whole number from 0 to {limit}."), limit=STOCK_MAX)
        return None
    return int(text)


def _weight_grams(row: SourceRow, report: Report) -> int | None:
    """Whole grams, rounded half-up where the file has fractions; None for an empty cell."""
    text = row.text("Variant Grams")
    if not text:
        return None
    match = _DECIMAL.fullmatch(text)
    if not match or int(match[1]) > WEIGHT_GRAMS_MAX:
        report(
            row, "Variant Grams", _("The weight must be a number of grams from 0 to {limit}."), limit=WEIGHT_GRAMS_MAX
        )
        return None
    return int(match[1]) + int((match[2] or "0")[0] >= "5")


def _pictures(rows: list[SourceRow], report: Report) -> tuple[ImportedPicture, ...]:
    """Each picture once: first by position, then in the order of the file, at last those that only variants show."""
    placed: list[tuple[int, ImportedPicture]] = []
    for row in rows:
        source, position = row.text("Image Src"), row.text("Image Position")
        if position and not _DIGITS.fullmatch(position):
            report(row, "Image Position", _("The position must be a whole number."))
        elif source:
            rank = int(position) if position else PRODUCT_ROW_COUNT_MAX
            placed.append((rank, ImportedPicture(source, row.text("Image Alt Text"), row.line)))
    placed.sort(key=lambda pair: pair[0])
    shown = [ImportedPicture(source, "", row.line) for row in rows if (source := row.text("Variant Image"))]
    once: dict[str, ImportedPicture] = {}
    for picture in [*(picture for _rank, picture in placed), *shown]:
        once.setdefault(picture.source, picture)
    return tuple(once.values())
