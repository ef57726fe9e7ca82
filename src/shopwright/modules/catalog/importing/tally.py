"""What an import has counted, with a bound on how many messages it keeps."""

from pathlib import Path

import msgspec

from shopwright.modules.catalog.contracts import EditableProduct, ImportReport, RowMessage
from shopwright.modules.catalog.importing.differences import Differences
from shopwright.modules.catalog.importing.wanted import Wanted

MESSAGE_COUNT_MAX = 1_000


class Batch(msgspec.Struct):
    """What a batch of products comes to: what to create, what to change and how, which pictures to store by stem."""

    new: list[Wanted] = []
    changed: list[tuple[EditableProduct, Differences]] = []
    paths: dict[str, Path] = {}
    unchanged_count: int = 0
    refused_count: int = 0
    errors: list[RowMessage] = []
    warnings: list[RowMessage] = []


class Tally:
    """The counts of a whole import."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(("created", "changed", "unchanged", "refused", "new_variant"), 0)
        self._errors: list[RowMessage] = []
        self._warnings: list[RowMessage] = []
        self._error_count = 0
        self._warning_count = 0

    @property
    def product_count(self) -> int:
        """How many products were dealt with."""
        return sum(self._counts.values()) - self._counts["new_variant"]

    def add_error(self, message: RowMessage) -> None:
        """Count an error, and keep its message while there is room."""
        self._error_count += 1
        if len(self._errors) < MESSAGE_COUNT_MAX:
            self._errors.append(message)

    def add(self, batch: Batch) -> None:
        """Count what became of a batch."""
        self._counts["created"] += len(batch.new)
        self._counts["changed"] += len(batch.changed)
        self._counts["unchanged"] += batch.unchanged_count
        self._counts["refused"] += batch.refused_count
        self._counts["new_variant"] += sum(len(wanted.product.variants) for wanted in batch.new)
        self._counts["new_variant"] += sum(len(differences.new_variants) for _, differences in batch.changed)
        for error in batch.errors:
            self.add_error(error)
        self._warning_count += len(batch.warnings)
        self._warnings += batch.warnings[: MESSAGE_COUNT_MAX - len(self._warnings)]

    def report(self, *, is_dry_run: bool, new_category_count: int, stored_picture_count: int) -> ImportReport:
        """The report of the whole import, its messages in the order of the file."""
        return ImportReport(
            is_dry_run=is_dry_run,
            created_count=self._counts["created"],
            changed_count=self._counts["changed"],
            unchanged_count=self._counts["unchanged"],
            refused_count=self._counts["refused"],
            new_variant_count=self._counts["new_variant"],
            new_category_count=new_category_count,
            stored_picture_count=stored_picture_count,
            error_count=self._error_count,
            warning_count=self._warning_count,
            errors=tuple(sorted(self._errors, key=lambda message: message.line)),
            warnings=tuple(sorted(self._warnings, key=lambda message: message.line)),
        )
