from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import ProductId, VariantId
from shopwright.modules.catalog.contracts import EditableProduct, VariantInput, Words
from shopwright.modules.catalog.errors import ChoiceTaken, SkuTaken
from shopwright.modules.catalog.operations.audit_prices import audit_prices
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.operations.create_product import check_currencies, price_row
from shopwright.modules.catalog.queries.editable import get_product_for_staff
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import products, variants
from shopwright.modules.catalog.store.rows import OptionValueRow, VariantRow
from shopwright.platform.db import Transaction


async def add_option_value(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; options are not among what is audited.
    product_id: ProductId,
    option_id: int,
    names: Words,
) -> int:
    """Add a value behind the others of an option and return its id. Raises InvalidInput, ProductNotFound."""
    texts.check_names(names)
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    option = next((option for option in product.options if option.id == option_id), None)
    if option is None:
        raise InvalidInput({"option_id": FieldError("The product has no such option.")})
    if len(option.values) >= texts.VALUE_COUNT_MAX:
        raise InvalidInput({"names": FieldError("At most {limit} entries.", limit=texts.VALUE_COUNT_MAX)})
    (value_id,) = await products.take_ids(tx, kind="option_value", count=1)
    position = max((value.position for value in option.values), default=0) + 1
    row = OptionValueRow(value_id, option_id, position, texts.filled(names))
    await variants.insert_option_values(tx, rows=[row])
    await close_change(tx, product_id=product_id)
    return value_id


async def add_variant(tx: Transaction, *, actor: Actor, product_id: ProductId, variant: VariantInput) -> VariantId:
    """Add a variant behind the others; its `choices` are the places of the values among those of each option.

    Raises InvalidInput, ProductNotFound, SkuTaken, ChoiceTaken, WrongCurrency, MarketNotFound.
    """
    texts.check_variant(variant)
    await check_currencies(tx, prices=variant.prices)
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    if len(product.variants) >= texts.VARIANT_COUNT_MAX:
        raise InvalidInput({"variants": FieldError("At most {limit} entries.", limit=texts.VARIANT_COUNT_MAX)})
    value_ids = _chosen(product, variant.choices)
    (new_id,) = await products.take_ids(tx, kind="variant", count=1)
    variant_id = VariantId(new_id)
    row = VariantRow(
        id=variant_id,
        product_id=product_id,
        position=max((other.position for other in product.variants), default=0) + 1,
        sku=variant.sku.strip(),
        option_value_ids=value_ids,
        barcode=variant.barcode.strip(),
        weight_grams=variant.weight_grams,
    )
    if not await variants.insert_variants(tx, rows=[row]):
        if await variants.list_owners_of_skus(tx, skus=[row.sku]):
            raise SkuTaken(sku=row.sku)
        raise ChoiceTaken
    prices = [price_row(variant_id, price) for price in variant.prices]
    await variants.write_prices(tx, rows=prices, actor=actor, at=tx.at)
    await audit_prices(tx, actor=actor, rows=prices)
    await variants.write_price_ranges(tx, product_ids=[product_id])
    await close_change(tx, product_id=product_id)
    return variant_id


def _chosen(product: EditableProduct, choices: Sequence[int]) -> tuple[int, ...]:
    """The ids of the values at the places chosen, one of each option."""
    fits = len(choices) == len(product.options) and all(
        0 <= choice < len(option.values) for option, choice in zip(product.options, choices, strict=True)
    )
    if not fits:
        raise InvalidInput({"choices": FieldError("A variant names one value of each option.")})
    return tuple(option.values[choice].id for option, choice in zip(product.options, choices, strict=True))
