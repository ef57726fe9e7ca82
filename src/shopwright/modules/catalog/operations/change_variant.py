from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import PictureId, ProductId, VariantId
from shopwright.modules.catalog.contracts import VariantInput, Words
from shopwright.modules.catalog.errors import PictureNotFound, SkuTaken, VariantNotFound
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.queries.editable import get_product_for_staff
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import variants
from shopwright.platform.db import Transaction


async def change_variant(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; these facts are not among what is audited.
    product_id: ProductId,
    variant_id: VariantId,
    sku: str,
    barcode: str,
    weight_grams: int,
    picture_id: PictureId | None,
) -> None:
    """Write the facts of a variant anew; its prices are set by `set_price`, its options are for ever.

    Raises InvalidInput, ProductNotFound, VariantNotFound, PictureNotFound, SkuTaken.
    """
    texts.check_variant(VariantInput(sku=sku, barcode=barcode, weight_grams=weight_grams))
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    if variant_id not in {variant.id for variant in product.variants if not variant.is_retired}:
        raise VariantNotFound
    if picture_id is not None and picture_id not in {picture.id for picture in product.pictures}:
        raise PictureNotFound
    written = await variants.write_variant(
        tx,
        variant_id=variant_id,
        sku=sku.strip(),
        barcode=barcode.strip(),
        weight_grams=weight_grams,
        picture_id=picture_id,
    )
    if not written:
        raise SkuTaken(sku=sku.strip())
    await close_change(tx, product_id=product_id)


async def name_options(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; names are not among what is audited.
    product_id: ProductId,
    options: dict[int, Words],
    values: dict[int, Words],
) -> None:
    """Give names, by id and language, to options and to their values; names in other languages stay.

    Raises InvalidInput, ProductNotFound, and NotFound for an option or a value of another product.
    """
    for names in (*options.values(), *values.values()):
        texts.check_names(names)
    await lock_for_change(tx, product_id=product_id)
    for option_id, names in options.items():
        if not await variants.write_option_names(
            tx, product_id=product_id, option_id=option_id, names=texts.filled(names)
        ):
            raise NotFound
    for value_id, names in values.items():
        if not await variants.write_value_names(
            tx, product_id=product_id, value_id=value_id, names=texts.filled(names)
        ):
            raise NotFound
    await close_change(tx, product_id=product_id)
