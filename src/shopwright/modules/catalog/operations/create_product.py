from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId, PictureId, ProductId, VariantId
from shopwright.modules.catalog.contracts import PictureInput, PriceInput, ProductInput, Words
from shopwright.modules.catalog.errors import SkuTaken, SlugTaken, WrongCurrency
from shopwright.modules.catalog.operations.audit_prices import audit_prices
from shopwright.modules.catalog.operations.shelf_names import lock_shelf_names
from shopwright.modules.catalog.queries.brands import list_named_brands
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.rules.words import product_vector
from shopwright.modules.catalog.store import brands, facets, pictures, products, variants
from shopwright.modules.catalog.store.rows import (
    OptionRow,
    OptionValueRow,
    PictureRow,
    PriceRow,
    ProductRow,
    VariantRow,
)
from shopwright.modules.markets import public as markets
from shopwright.platform.db import Transaction


class Draft(msgspec.Struct, frozen=True):
    """A product to be created, checked already. `variant_pictures` gives for each variant a place in `pictures`."""

    product: ProductInput
    pictures: tuple[PictureInput, ...] = ()
    variant_pictures: tuple[int | None, ...] = ()
    listed_at: datetime | None = None


class Created(msgspec.Struct, frozen=True):
    """What became of a draft: its id, and those of its variants in their order."""

    product_id: ProductId
    variant_ids: tuple[VariantId, ...]


class _Names(msgspec.Struct, frozen=True):
    """What shelves and brands are called."""

    shelves: Mapping[CategoryId, tuple[Words, ...]]
    brands: Mapping[str, Words]


class _Rows(msgspec.Struct):
    """The rows of a batch of drafts, a list a table."""

    products: list[ProductRow] = []
    options: list[OptionRow] = []
    values: list[OptionValueRow] = []
    variants: list[VariantRow] = []
    prices: list[PriceRow] = []
    pictures: list[PictureRow] = []


async def create_product(tx: Transaction, *, actor: Actor, product: ProductInput) -> ProductId:
    """Create a product, delisted, with its options, variants and prices. Without a slug one is made from the title.

    Raises InvalidInput with every wrong field, SkuTaken, SlugTaken, WrongCurrency, MarketNotFound.
    """
    texts.check_texts(product.texts)
    texts.check_product(product)
    await check_currencies(tx, prices=[price for variant in product.variants for price in variant.prices])
    (created,) = await create_products(tx, actor=actor, drafts=[Draft(product)])
    return created.product_id


async def check_currencies(tx: Transaction, *, prices: Sequence[PriceInput]) -> None:
    """Refuse a price that is not in its market's currency; one statement a market."""
    for code in sorted({price.market_code for price in prices}):
        market = await markets.get_market(tx, code=code)
        if any(price.market_code == code and price.price.currency != market.currency for price in prices):
            raise WrongCurrency(currency=market.currency)


async def create_products(tx: Transaction, *, actor: Actor, drafts: Sequence[Draft]) -> list[Created]:
    """Create a batch of drafts with as many statements as one takes, but for the audit of what staff prices.

    Raises SkuTaken, SlugTaken.
    """
    ids = {kind: iter(await products.take_ids(tx, kind=kind, count=count)) for kind, count in _wants(drafts).items()}
    names_of = await lock_shelf_names(tx, category_ids=[draft.product.texts.category_id for draft in drafts])
    brand_names = sorted({draft.product.texts.brand.strip() for draft in drafts} - {""})
    if brand_names:
        await brands.hold_names(tx, names=brand_names)
    named = await list_named_brands(tx, names=brand_names)
    called = _Names(names_of, {brand.name: brand.names for brand in named})
    rows = _Rows()
    created = [_assemble(draft, ids, rows, called) for draft in drafts]
    await _insert_products(tx, drafts, rows.products)
    await pictures.insert_pictures(tx, rows=rows.pictures)
    await variants.insert_options(tx, rows=rows.options)
    await variants.insert_option_values(tx, rows=rows.values)
    if len(await variants.insert_variants(tx, rows=rows.variants)) < len(rows.variants):
        await _refuse_skus(tx, rows.variants)
    await variants.write_prices(tx, rows=rows.prices, actor=actor, at=tx.at)
    await audit_prices(tx, actor=actor, rows=rows.prices)
    await variants.write_price_ranges(tx, product_ids=[row.id for row in rows.products])
    await facets.write_facets(tx, product_ids=[row.id for row in rows.products])
    return created


def _wants(drafts: Sequence[Draft]) -> Mapping[str, int]:
    """How many ids of each kind the drafts need."""
    wants: Counter[str] = Counter(dict.fromkeys(products.SEQUENCES, 0))
    for draft in drafts:
        wants["product"] += 1
        wants["option"] += len(draft.product.options)
        wants["option_value"] += sum(len(option.values) for option in draft.product.options)
        wants["variant"] += len(draft.product.variants)
        wants["picture"] += len(draft.pictures)
    return {kind: count for kind, count in wants.items() if count}


def _assemble(draft: Draft, ids: Mapping[str, Iterator[int]], rows: _Rows, called: _Names) -> Created:
    """Add the rows of one draft, taking ids as they are needed."""
    product = draft.product
    product_id = ProductId(next(ids["product"]))
    rows.products.append(_product_row(draft, product_id, called))
    values_of_options = [_add_option(product_id, place, product, ids, rows) for place in range(len(product.options))]
    picture_ids = [_add_picture(product_id, place, picture, ids, rows) for place, picture in enumerate(draft.pictures)]
    variant_ids = []
    for place, variant in enumerate(product.variants):
        shown = draft.variant_pictures[place] if draft.variant_pictures else None
        variant_id = VariantId(next(ids["variant"]))
        variant_ids.append(variant_id)
        rows.variants.append(
            VariantRow(
                id=variant_id,
                product_id=product_id,
                position=place + 1,
                sku=variant.sku.strip(),
                option_value_ids=tuple(
                    values[choice] for values, choice in zip(values_of_options, variant.choices, strict=True)
                ),
                barcode=variant.barcode.strip(),
                weight_grams=variant.weight_grams,
                picture_id=None if shown is None else picture_ids[shown],
            )
        )
        rows.prices.extend(price_row(variant_id, price) for price in variant.prices)
    return Created(product_id, tuple(variant_ids))


def price_row(variant_id: VariantId, price: PriceInput) -> PriceRow:
    """The row of a price."""
    return PriceRow(variant_id, price.market_code, price.price.minor, price.price.currency, price.compare_at_minor)


def _product_row(draft: Draft, product_id: ProductId, called: _Names) -> ProductRow:
    written = draft.product.texts
    shelf_names = () if written.category_id is None else called.shelves.get(written.category_id, ())
    titles, subtitles = texts.filled(written.titles), texts.filled(written.subtitles)
    return ProductRow(
        id=product_id,
        slug=written.slug or texts.slug_from(titles) or f"p-{product_id}",
        titles=titles,
        subtitles=subtitles,
        bodies=texts.clean_bodies(written.bodies),
        brand=written.brand.strip(),
        category_id=written.category_id,
        attributes=written.attributes,
        tags=written.tags,
        listed_at=draft.listed_at,
        search_vector=product_vector(
            titles=titles,
            subtitles=subtitles,
            brand=written.brand,
            skus=[variant.sku for variant in draft.product.variants],
            value_names=[value for option in draft.product.options for value in option.values],
            tags=written.tags,
            attributes=written.attributes,
            brand_names=called.brands.get(written.brand.strip(), {}),
            shelf_names=shelf_names,
        ),
    )


def _add_option(
    product_id: ProductId, place: int, product: ProductInput, ids: Mapping[str, Iterator[int]], rows: _Rows
) -> list[int]:
    option = product.options[place]
    option_id = next(ids["option"])
    rows.options.append(OptionRow(option_id, product_id, place + 1, texts.filled(option.names)))
    value_ids = [next(ids["option_value"]) for _ in option.values]
    rows.values.extend(
        OptionValueRow(value_id, option_id, position, texts.filled(names))
        for position, (value_id, names) in enumerate(zip(value_ids, option.values, strict=True), start=1)
    )
    return value_ids


def _add_picture(
    product_id: ProductId, place: int, picture: PictureInput, ids: Mapping[str, Iterator[int]], rows: _Rows
) -> PictureId:
    picture_id = PictureId(next(ids["picture"]))
    rows.pictures.append(
        PictureRow(
            id=picture_id,
            product_id=product_id,
            position=place + 1,
            alts=texts.filled(picture.alts),
            file_key=picture.file_key,
            width=picture.width,
            height=picture.height,
        )
    )
    return picture_id


async def _insert_products(tx: Transaction, drafts: Sequence[Draft], rows: list[ProductRow]) -> None:
    """Insert the products; an address that was made, not wished, gets the id added where it is taken."""
    inserted = set(await products.insert_products(tx, rows=rows, at=tx.at))
    again = []
    for draft, row in zip(drafts, rows, strict=True):
        if row.id not in inserted:
            if draft.product.texts.slug:
                raise SlugTaken(slug=row.slug)
            again.append(msgspec.structs.replace(row, slug=f"{row.slug}-{row.id}"))
    if again and len(await products.insert_products(tx, rows=again, at=tx.at)) < len(again):
        raise SlugTaken(slug=again[0].slug)


async def _refuse_skus(tx: Transaction, rows: list[VariantRow]) -> None:
    ours = {row.id for row in rows}
    for owner in await variants.list_owners_of_skus(tx, skus=[row.sku for row in rows]):
        if owner.id not in ours:
            raise SkuTaken(sku=owner.sku)
    raise SkuTaken(sku=rows[0].sku)
