"""The rows of a Shopify product CSV: decoding, quoting, heading and real line numbers, with a limit on everything."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TextIO

import msgspec

from shopwright.platform.i18n import _

# The csv module's own limit for one field; a record cannot reach it, so that limit, which is global, stays untouched.
RECORD_LENGTH_MAX = 131_072
COLUMN_COUNT_MAX = 500
ROW_COUNT_MAX = 1_000_000

_REQUIRED = ("Handle", "Title", "Variant Price")
_KNOWN = (
    *_REQUIRED,
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Status",
    "Gift Card",
    *(f"Option{number} {part}" for number in (1, 2, 3) for part in ("Name", "Value")),
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Compare At Price",
    "Variant Barcode",
    "Variant Image",
    "Image Src",
    "Image Position",
    "Image Alt Text",
)
# The headings of Shopify's newer template, by the export's.
_NEWER = {
    "URL handle": "Handle",
    "Description": "Body (HTML)",
    "Published on online store": "Published",
    "SKU": "Variant SKU",
    "Barcode": "Variant Barcode",
    "Price": "Variant Price",
    "Compare-at price": "Variant Compare At Price",
    "Inventory tracker": "Variant Inventory Tracker",
    "Inventory quantity": "Variant Inventory Qty",
    "Weight value (grams)": "Variant Grams",
    "Product image URL": "Image Src",
    "Variant image URL": "Variant Image",
}
_COLUMN_OF_HEADING = {name.casefold(): name for name in _KNOWN} | {
    heading.casefold(): name for heading, name in _NEWER.items()
}
_SURPLUS_OPTION = re.compile(r"option(?:[4-9]|[1-9][0-9]+) (?:name|value)")


class RowError(msgspec.Struct, frozen=True):
    """What is wrong with one cell: the line of the file, the column's heading there ("" for the whole row or file).

    `sentence` is an English gettext id whose {placeholders} are filled from `values`.
    """

    line: int
    column: str
    sentence: str
    values: dict[str, object]


class UnreadableSource(Exception):
    """The file cannot be read any further, for the reason in `error`."""

    def __init__(self, line: int, heading: str, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.error = RowError(line, heading, sentence, values)


class Heading(msgspec.Struct, frozen=True):
    """Where each known column stands, what the file calls it, and the option columns beyond those we can hold."""

    position_of: Mapping[str, int]
    names: tuple[str, ...]
    surplus_options: tuple[int, ...]


class SourceRow(msgspec.Struct, frozen=True):
    """One row with the line it begins in; `errors` tell that its cells cannot be trusted."""

    line: int
    cells: list[str]
    columns: Heading
    errors: tuple[RowError, ...]

    def text(self, column: str) -> str:
        """The cell without blanks around it; "" where the file has no such column or the row ends before it."""
        position = self.columns.position_of.get(column, len(self.cells))
        return self.cells[position].strip() if position < len(self.cells) else ""

    def has(self, column: str) -> bool:
        """Whether the file has the column at all."""
        return column in self.columns.position_of

    def heading(self, column: str) -> str:
        """The column as the file calls it."""
        position = self.columns.position_of.get(column)
        return column if position is None else self.columns.names[position]

    def surplus_option_columns(self) -> list[str]:
        """Headings of the filled cells that belong to a fourth or further option."""
        return [
            self.columns.names[position] for position in self.columns.surplus_options if self.cells[position].strip()
        ]


def open_source(file: BinaryIO) -> TextIO:
    """The text of an uploaded file as the reader wants it: UTF-8 with or without its mark, line ends untouched.

    Closing it closes the file.
    """
    return io.TextIOWrapper(file, encoding="utf-8-sig", errors="strict", newline="")


def rows_of(stream: TextIO) -> Iterator[SourceRow]:
    """Every row that is not blank, with the line it begins in. Raises UnreadableSource where reading must stop."""
    records = _records(stream)
    line, names = next(records, (1, []))
    columns = _heading(line, names)
    for count, (line, cells) in enumerate(records):
        if count >= ROW_COUNT_MAX:
            raise UnreadableSource(line, "", _("The file has more than {limit} rows."), limit=ROW_COUNT_MAX)
        yield SourceRow(line, cells, columns, tuple(_faults(line, cells, columns)))


def _faults(line: int, cells: list[str], columns: Heading) -> Iterator[RowError]:
    if len(cells) != len(columns.names):
        sentence = _("The row has {found} cells where the heading has {expected}.")
        yield RowError(line, "", sentence, {"found": len(cells), "expected": len(columns.names)})
    for name, cell in zip(columns.names, cells, strict=False):
        if "\x00" in cell:
            yield RowError(line, name, _("The cell contains a character that is not text."), {})


def _heading(line: int, names: list[str]) -> Heading:
    position_of: dict[str, int] = {}
    surplus: list[int] = []
    if len(names) > COLUMN_COUNT_MAX:
        raise UnreadableSource(line, "", _("The file has more than {limit} columns."), limit=COLUMN_COUNT_MAX)
    for position, name in enumerate(names):
        column = _COLUMN_OF_HEADING.get(name.strip().casefold())
        if column in position_of:
            raise UnreadableSource(line, name, _("The column {column} occurs twice."), column=name)
        if column:
            position_of[column] = position
        if _SURPLUS_OPTION.fullmatch(name.strip().casefold()):
            surplus.append(position)
    for column in _REQUIRED:
        if column not in position_of:
            sentence = _("The column {column} is missing; is this a Shopify product export?")
            raise UnreadableSource(line, column, sentence, column=column)
    return Heading(position_of, tuple(names), tuple(surplus))


def _records(stream: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, with the line it begins in."""
    lines = _BoundedLines(stream)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.begin_record()
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = _("The row is not written as CSV demands; look for a quotation mark that is not doubled.")
            raise UnreadableSource(line, "", sentence) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


class _BoundedLines:
    """The lines of a stream, none longer than a record may be, so that a missing line end cannot fill the memory."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._line = 0
        self._record_line = 1
        self._record_length = 0

    def begin_record(self) -> None:
        """Count the length of the record from here."""
        self._record_line = self._line + 1
        self._record_length = 0

    def __iter__(self) -> "_BoundedLines":
        return self

    def __next__(self) -> str:
        try:
            text = self._stream.readline(RECORD_LENGTH_MAX + 1)
        except UnicodeError as error:
            sentence = _("The file is not UTF-8 text; save it again as “CSV UTF-8”.")
            raise UnreadableSource(self._line + 1, "", sentence) from error
        if self._line == 0:
            text = text.removeprefix("\ufeff")
        if not text:
            raise StopIteration
        self._line += 1
        self._record_length += len(text)
        if self._record_length > RECORD_LENGTH_MAX:
            sentence = _("The row is longer than {limit} characters; look for a quotation mark that is not closed.")
            raise UnreadableSource(self._record_line, "", sentence, limit=RECORD_LENGTH_MAX)
        return text
