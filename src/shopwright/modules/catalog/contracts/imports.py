"""What an import of a file says about itself."""

import msgspec

from shopwright.kernel.ids import VariantId


class RowMessage(msgspec.Struct, frozen=True):
    """What an import says about a line of the file: the column's heading ("" for the whole row), a sentence, values.

    `sentence` is an English gettext id whose {placeholders} are filled from `values`.
    """

    line: int
    column: str
    sentence: str
    values: dict[str, object]


class ImportProgress(msgspec.Struct, frozen=True):
    """How far an import has come: the last line that was read, and how many products were dealt with."""

    line: int
    product_count: int


class OpeningStock(msgspec.Struct, frozen=True):
    """How many pieces of a new variant the imported file says to be in stock."""

    variant_id: VariantId
    sku: str
    quantity: int


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did, or in a dry run what it would do. `errors` and `warnings` hold the first thousand each.

    A product with an error is not imported at all; one with a warning is. `stored_picture_count` is how many pictures
    were encoded anew, in a dry run how many would be.
    """

    is_dry_run: bool
    created_count: int
    changed_count: int
    unchanged_count: int
    refused_count: int
    new_variant_count: int
    new_category_count: int
    stored_picture_count: int
    error_count: int
    warning_count: int
    errors: tuple[RowMessage, ...]
    warnings: tuple[RowMessage, ...]
