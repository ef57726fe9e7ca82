"""Writes what an import wants, in the transaction of a batch."""

from collections.abc import Mapping, Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import PictureId, VariantId
from shopwright.modules.catalog.contracts import EditableProduct, OpeningStock, PictureInput
from shopwright.modules.catalog.errors import ProductChanged
from shopwright.modules.catalog.events import ProductListed
from shopwright.modules.catalog.importing.differences import Differences, NewVariant
from shopwright.modules.catalog.importing.wanted import Terms, Wanted
from shopwright.modules.catalog.operations.change_product import write_product_texts
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.operations.create_product import Draft, create_products, price_row
from shopwright.modules.catalog.operations.list_product import delist_product, list_product
from shopwright.modules.catalog.operations.set_price import write_changed_prices
from shopwright.modules.catalog.queries.categories import CATEGORIES
from shopwright.modules.catalog.store import pictures, products, variants
from shopwright.modules.catalog.store.rows import OptionValueRow, PictureRow, VariantRow
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.events import publish
from shopwright.platform.i18n import localised


async def write_new(
    tx: Transaction,
    *,
    actor: Actor,
    wanted: Sequence[Wanted],
    stored: Mapping[str, PictureInput],
    terms: Terms,
) -> list[OpeningStock]:
    """Create the products of a batch with their pictures, listed as the file says; tells their opening stock."""
    drafts = [_draft(tx, each, stored, terms) for each in wanted]
    created = await create_products(tx, actor=actor, drafts=drafts)
    listed = [each.product_id for each, draft in zip(created, drafts, strict=True) if draft.listed_at is not None]
    await publish(tx, actor=actor, events=[ProductListed(product_id=product_id) for product_id in listed])
    if listed:
        await invalidate(tx, CATEGORIES)
    return [
        OpeningStock(variant_id, source.sku, source.stock)
        for each, one in zip(wanted, created, strict=True)
        for source, variant_id in zip(each.source.variants, one.variant_ids, strict=True)
        if source.stock
    ]


def _draft(tx: Transaction, wanted: Wanted, stored: Mapping[str, PictureInput], terms: Terms) -> Draft:
    """The draft with every picture that was stored, each once."""
    shown: dict[str, PictureInput] = {}
    for picture in wanted.source.pictures:
        stem = wanted.stems.get(picture.source, "")
        if stem in stored and stem not in shown:
            shown[stem] = _described(stored[stem], picture.alt, terms)
    place_of = {stem: place for place, stem in enumerate(shown)}
    return Draft(
        product=wanted.product,
        pictures=tuple(shown.values()),
        variant_pictures=tuple(
            place_of.get(wanted.stems.get(variant.picture or "", "")) for variant in wanted.source.variants
        ),
        listed_at=tx.at if wanted.source.is_listed else None,
    )


def _described(picture: PictureInput, alt: str, terms: Terms) -> PictureInput:
    return PictureInput(picture.file_key, picture.width, picture.height, {terms.language: alt} if alt else {})


async def write_differences(
    tx: Transaction,
    *,
    actor: Actor,
    present: EditableProduct,
    differences: Differences,
    stored: Mapping[str, PictureInput],
    terms: Terms,
) -> list[OpeningStock]:
    """Change one product; ProductChanged where it is no longer as it was read. Tells the stock of its new variants."""
    product_id = present.id
    await lock_for_change(tx, product_id=product_id, version=present.version)
    if differences.texts is not None:
        await write_product_texts(tx, product_id=product_id, written=differences.texts)
    picture_of = await _write_pictures(tx, present, differences, stored, terms)
    value_of = await _write_values(tx, present, differences, terms)
    opening = await _write_new_variants(
        tx, actor=actor, present=present, wanted=differences.new_variants, value_of=value_of, picture_of=picture_of
    )
    for facts in differences.variants:
        await variants.write_variant(
            tx,
            variant_id=facts.variant_id,
            sku=facts.sku,
            barcode=facts.barcode,
            weight_grams=facts.weight_grams,
            picture_id=picture_of.get(facts.stem or ""),
        )
    rows = [price_row(each.variant_id, each.price) for each in differences.prices]
    await write_changed_prices(tx, actor=actor, product_id=product_id, rows=rows)
    await close_change(tx, product_id=product_id)
    if differences.is_listed is not None:
        turn = list_product if differences.is_listed else delist_product
        await turn(tx, actor=actor, product_id=product_id)
    return opening


async def _write_pictures(
    tx: Transaction,
    present: EditableProduct,
    differences: Differences,
    stored: Mapping[str, PictureInput],
    terms: Terms,
) -> dict[str, PictureId]:
    """Add the new pictures and describe the others; the ids of all by stem."""
    picture_of = {picture.file_key: picture.id for picture in present.pictures}
    fresh = [(stem, alt) for stem, alt in differences.new_pictures if stem in stored]
    ids = await products.take_ids(tx, kind="picture", count=len(fresh)) if fresh else []
    position = max((picture.position for picture in present.pictures), default=0)
    rows = [
        PictureRow(
            id=PictureId(picture_id),
            product_id=present.id,
            position=position + place,
            alts={terms.language: alt} if alt else {},
            file_key=stem,
            width=stored[stem].width,
            height=stored[stem].height,
        )
        for place, (picture_id, (stem, alt)) in enumerate(zip(ids, fresh, strict=True), start=1)
    ]
    if rows:
        await pictures.insert_pictures(tx, rows=rows)
    for picture_id, alts in differences.alts.items():
        await pictures.write_picture_alts(tx, product_id=present.id, picture_id=picture_id, alts=alts)
    return picture_of | {row.file_key: row.id for row in rows}


async def _write_values(
    tx: Transaction, present: EditableProduct, differences: Differences, terms: Terms
) -> dict[tuple[int, str], int]:
    """Name the options and add the new values; the ids of all values by option and name."""
    for option_id, name in differences.option_names.items():
        await variants.write_option_names(tx, product_id=present.id, option_id=option_id, names={terms.language: name})
    value_of = {
        (option.id, localised(value.names, terms.language)): value.id
        for option in present.options
        for value in option.values
    }
    if differences.values:
        ids = await products.take_ids(tx, kind="option_value", count=len(differences.values))
        rows = [
            OptionValueRow(value_id, value.option_id, value.position, {terms.language: value.name})
            for value_id, value in zip(ids, differences.values, strict=True)
        ]
        await variants.insert_option_values(tx, rows=rows)
        value_of |= {(row.option_id, row.names[terms.language]): row.id for row in rows}
    return value_of


async def _write_new_variants(
    tx: Transaction,
    *,
    actor: Actor,
    present: EditableProduct,
    wanted: Sequence[NewVariant],
    value_of: Mapping[tuple[int, str], int],
    picture_of: Mapping[str, PictureId],
) -> list[OpeningStock]:
    if not wanted:
        return []
    ids = await products.take_ids(tx, kind="variant", count=len(wanted))
    position = max((variant.position for variant in present.variants), default=0)
    rows = [
        VariantRow(
            id=VariantId(variant_id),
            product_id=present.id,
            position=position + place,
            sku=new.variant.sku,
            option_value_ids=tuple(
                value_of[option.id, name] for option, name in zip(present.options, new.value_names, strict=True)
            ),
            barcode=new.variant.barcode,
            weight_grams=new.variant.weight_grams,
            picture_id=picture_of.get(new.stem or ""),
        )
        for place, (variant_id, new) in enumerate(zip(ids, wanted, strict=True), start=1)
    ]
    if len(await variants.insert_variants(tx, rows=rows)) < len(rows):
        raise ProductChanged
    prices = [price_row(row.id, price) for row, new in zip(rows, wanted, strict=True) for price in new.variant.prices]
    await variants.write_prices(tx, rows=prices, actor=actor, at=tx.at)
    await variants.write_price_ranges(tx, product_ids=[present.id])
    return [OpeningStock(row.id, row.sku, new.stock) for row, new in zip(rows, wanted, strict=True) if new.stock]
