"""Imports a Shopify product export: a batch of products a transaction, every error told with its line."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.contracts import (
    EditableProduct,
    ImportProgress,
    ImportReport,
    OpeningStock,
    PictureInput,
    RowMessage,
)
from shopwright.modules.catalog.errors import ProductChanged, SkuTaken, SlugTaken, TooManyCategories
from shopwright.modules.catalog.importing.differences import compare
from shopwright.modules.catalog.importing.pictures import Found, PictureFolder
from shopwright.modules.catalog.importing.shelves import Shelves
from shopwright.modules.catalog.importing.shopify import ImportedProduct, read_products
from shopwright.modules.catalog.importing.shopify_rows import RowError
from shopwright.modules.catalog.importing.tally import Batch, Tally
from shopwright.modules.catalog.importing.wanted import Terms, Wanted, want
from shopwright.modules.catalog.importing.write import write_differences, write_new
from shopwright.modules.catalog.queries.editable import list_products_by_slug
from shopwright.modules.catalog.store.variants import list_owners_of_skus
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Database, Transaction
from shopwright.platform.files import FileStore, PictureRefused
from shopwright.platform.i18n import _

BATCH_SIZE = 100
ATTEMPT_COUNT_MAX = 3
OnProgress = Callable[[ImportProgress], None]
OnStock = Callable[[Transaction, Sequence[OpeningStock]], Awaitable[None]]


async def import_catalogue(
    database: Database,
    *,
    actor: Actor,
    files: FileStore,
    stream: TextIO,
    pictures_folder: Path | None,
    market: Market,
    language: str | None = None,
    is_dry_run: bool = False,
    on_progress: OnProgress | None = None,
    on_stock: OnStock | None = None,
) -> ImportReport:
    """Bring the products of a Shopify export into the shop, or with `is_dry_run` only tell what that would do.

    `stream` is made by `open_source`; texts are in `language` (the market's default), prices in the market's currency.
    A product is known again by its handle, a variant by its SKU: the same file twice changes nothing. What the file
    does not name stays as it is, and nothing is removed. Pictures are looked for in the folder by name and are never
    fetched. `on_stock` is called, in the transaction that creates variants, with what the file says of their stock.
    A product with an error is left out and told; all others are imported.
    """
    importing = _Import(
        database,
        actor=actor,
        terms=Terms(language or market.default_language, market.code, market.currency),
        pictures=PictureFolder(files, pictures_folder),
        is_dry_run=is_dry_run,
        on_stock=on_stock,
    )
    await importing.shelves.load()
    reader = read_products(stream, currency=market.currency)
    while items := await asyncio.to_thread(_next_items, reader):
        await importing.take(items)
        if on_progress is not None:
            on_progress(ImportProgress(_line_of(items[-1]), importing.tally.product_count))
    return importing.report()


def _next_items(reader: Iterator[ImportedProduct | RowError]) -> list[ImportedProduct | RowError]:
    return list(itertools.islice(reader, BATCH_SIZE))


def _line_of(item: ImportedProduct | RowError) -> int:
    return item.line if isinstance(item, RowError) else item.variants[-1].line


class _Import:
    """One run: what it was asked for, and what it has counted so far."""

    def __init__(
        self,
        database: Database,
        *,
        actor: Actor,
        terms: Terms,
        pictures: PictureFolder,
        is_dry_run: bool,
        on_stock: OnStock | None,
    ) -> None:
        self._database = database
        self._actor = actor
        self._terms = terms
        self._pictures = pictures
        self._is_dry_run = is_dry_run
        self._on_stock = on_stock
        self.shelves = Shelves(database, actor=actor, language=terms.language, is_dry_run=is_dry_run)
        self.tally = Tally()
        self._refused: dict[str, PictureRefused] = {}

    async def take(self, items: Sequence[ImportedProduct | RowError]) -> None:
        """Deal with a batch. What somebody else changes meanwhile makes the batch be looked at again."""
        for item in items:
            if isinstance(item, RowError):
                self.tally.add_error(RowMessage(item.line, item.column, item.sentence, item.values))
        products = [item for item in items if isinstance(item, ImportedProduct)]
        found = [await self._pictures.find(product) for product in products]
        for _attempt in range(ATTEMPT_COUNT_MAX - 1):
            try:
                return await self._import(products, found)
            except (ProductChanged, SkuTaken, SlugTaken):
                await self.shelves.load()
        return await self._import(products, found)

    def report(self) -> ImportReport:
        """What was done."""
        return self.tally.report(
            is_dry_run=self._is_dry_run,
            new_category_count=self.shelves.created_count,
            stored_picture_count=self._pictures.stored_count,
        )

    async def _import(self, products: Sequence[ImportedProduct], found: Sequence[Found]) -> None:
        batch = await self._look(products, found)
        if self._is_dry_run:
            self._pictures.stored_count += len(batch.paths)
            self.tally.add(batch)
            return
        stored, refused = await self._pictures.store(batch.paths)
        if refused:
            self._refused |= refused
            batch = await self._look(products, found)
        if batch.new or batch.changed:
            await self._database.transact(lambda tx: self._write(tx, batch, stored))
        self.tally.add(batch)

    async def _look(self, products: Sequence[ImportedProduct], found: Sequence[Found]) -> Batch:
        """Compare the file with the shop."""
        batch = Batch()
        await self._make_categories(batch, products)
        skus = [variant.sku for product in products for variant in product.variants]
        async with self._database.reading() as reading:
            listed = await list_products_by_slug(reading, slugs=[product.handle for product in products])
            owners = await list_owners_of_skus(reading, skus=skus)
        present = {product.slug: product for product in listed}
        owner_of = {owner.sku: owner.product_id for owner in owners}
        for source, pictures in zip(products, found, strict=True):
            self._compare(batch, source, pictures, present.get(source.handle), owner_of)
        return batch

    def _compare(
        self,
        batch: Batch,
        source: ImportedProduct,
        pictures: Found,
        present: EditableProduct | None,
        owner_of: Mapping[str, ProductId],
    ) -> None:
        usable = {name: stem for name, stem in pictures.stems.items() if stem not in self._refused}
        category_id = self.shelves.find(source.category)
        wanted = want(source, terms=self._terms, category_id=category_id, stems=usable)
        errors = [*(wanted if isinstance(wanted, list) else ()), *_foreign_skus(source, present, owner_of)]
        differences = None
        if isinstance(wanted, Wanted) and present is not None:
            differences = compare(wanted, present, self._terms)
            errors += differences.errors
        if errors or isinstance(wanted, list):
            batch.refused_count += 1
            batch.errors += errors
            return
        batch.warnings += self._picture_warnings(source, pictures)
        if differences is None or present is None:
            batch.new.append(wanted)
            batch.paths |= {stem: pictures.paths[stem] for stem in usable.values()}
            return
        batch.warnings += differences.warnings
        batch.paths |= {stem: pictures.paths[stem] for stem, _alt in differences.new_pictures}
        if differences.is_empty():
            batch.unchanged_count += 1
        else:
            batch.changed.append((present, differences))

    def _picture_warnings(self, source: ImportedProduct, pictures: Found) -> Iterator[RowMessage]:
        told: set[str] = set()
        for picture in source.pictures:
            stem = pictures.stems.get(picture.source, "")
            refusal = self._refused.get(stem)
            if picture.source in pictures.missing:
                values: dict[str, object] = {"name": picture.source}
                yield RowMessage(picture.line, "Image Src", _("The picture {name} is not in the folder."), values)
            elif refusal is not None and stem not in told:
                told.add(stem)
                yield RowMessage(picture.line, "Image Src", refusal.sentence, dict(refusal.values))

    async def _make_categories(self, batch: Batch, products: Sequence[ImportedProduct]) -> None:
        try:
            await self.shelves.make(product.category for product in products)
        except TooManyCategories as refusal:
            message = RowMessage(products[0].first_line, "Type", refusal.sentence, dict(refusal.values))
            batch.warnings.append(message)

    async def _write(self, tx: Transaction, batch: Batch, stored: dict[str, PictureInput]) -> None:
        opening: list[OpeningStock] = []
        if batch.new:
            opening += await write_new(tx, actor=self._actor, wanted=batch.new, stored=stored, terms=self._terms)
        for present, differences in sorted(batch.changed, key=lambda pair: pair[0].id):
            opening += await write_differences(
                tx, actor=self._actor, present=present, differences=differences, stored=stored, terms=self._terms
            )
        if opening and self._on_stock is not None:
            await self._on_stock(tx, opening)


def _foreign_skus(
    source: ImportedProduct, present: EditableProduct | None, owner_of: Mapping[str, ProductId]
) -> Iterator[RowMessage]:
    own_id = None if present is None else present.id
    for variant in source.variants:
        if owner_of.get(variant.sku, own_id) != own_id:
            sentence = _("Another product of the shop has the SKU {sku}.")
            yield RowMessage(variant.line, "Variant SKU", sentence, {"sku": variant.sku})
