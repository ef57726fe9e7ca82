"""A new product: what it is called, what it costs, and what one may choose."""

import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    OptionInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    VariantInput,
    Words,
)
from shopwright.modules.catalog.errors import SkuTaken
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, explain, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Amount, Key, Quantity, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, category_options, done, frame, list_tree, may, render
from shopwright.web.console.products.forms import WEIGHT_GRAMS_MAX, Line, at_page, split, words
from shopwright.web.console.products.list import PATH

OPTION_COUNT = 3
VARIANT_COUNT_MAX = 200


class NewProductForm(msgspec.Struct, frozen=True):
    """A product to begin with. Values of an option are typed in one line; every combination becomes a variant."""

    title_zh: Line
    sku: Annotated[str, Text(least=1, most=200)]
    title_en: Line = ""
    category_id: Annotated[int | None, Key()] = None
    brand: Line = ""
    price: Annotated[Money | None, Amount()] = None
    compare_at: Annotated[Money | None, Amount()] = None
    weight_grams: Annotated[int, Quantity(least=0, most=WEIGHT_GRAMS_MAX)] = 0
    option_zh: tuple[Line, ...] = ()
    option_en: tuple[Line, ...] = ()
    values_zh: tuple[Annotated[str, Text(most=2_000)], ...] = ()
    values_en: tuple[Annotated[str, Text(most=2_000)], ...] = ()


@get(f"{PATH}/new", requires(permissions.EDIT))
async def show_new_product(request: Request) -> Response[str]:
    """An empty form."""
    return await _page(request, values=shown(NewProductForm))


@post(f"{PATH}/new", requires(permissions.EDIT))
async def create_product(request: Request) -> Response[Any]:
    """Make the product, delisted, and go on to its page for pictures and texts."""
    form, shop = await read_form(request), shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
    may_price = may(request, permissions.PRICE)

    async def work(tx: Transaction, actor: Actor) -> ProductId:
        wanted = form.parse(NewProductForm, currency=market.currency)
        product = _to_input(wanted, market, may_price=may_price)
        return await catalog.create_product(tx, actor=actor, product=product)

    try:
        product_id = await act(request, work)
    except SkuTaken as refused:
        taken = {"sku": FieldError(refused.sentence, **refused.values)}
        return await _page(request, values=form.filled(NewProductForm), fields=taken, status=refused.status)
    except InvalidInput as refused:
        return await _page(request, values=form.filled(NewProductForm), fields=at_page(refused.fields), status=422)
    except Refusal as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await _page(request, values=form.filled(NewProductForm), problem=problem, status=refused.status)
    return await done(request, f"{PATH}/{product_id}", _("The product was made. Add pictures and texts, then list it."))


def _to_input(wanted: NewProductForm, market: Market, *, may_price: bool) -> ProductInput:
    """The form as the catalogue takes it: a variant for every combination of the options' values."""
    options = _options(wanted)
    places = list(itertools.product(*(range(len(option.values)) for option in options)))
    if len(places) > VARIANT_COUNT_MAX:
        raise InvalidInput({"options": FieldError("At most {most} variants at once.", most=VARIANT_COUNT_MAX)})
    prices: tuple[PriceInput, ...] = ()
    if wanted.price is not None and may_price:
        compare_at = None if wanted.compare_at is None else wanted.compare_at.minor
        prices = (PriceInput(market.code, wanted.price, compare_at),)
    return ProductInput(
        texts=ProductTexts(
            titles=words(wanted, "title"),
            brand=wanted.brand,
            category_id=None if wanted.category_id is None else CategoryId(wanted.category_id),
        ),
        options=options,
        variants=tuple(
            VariantInput(
                sku=f"{wanted.sku}-{number}" if options else wanted.sku,
                choices=choices,
                prices=prices,
                weight_grams=wanted.weight_grams,
            )
            for number, choices in enumerate(places, start=1)
        ),
    )


def _options(wanted: NewProductForm) -> tuple[OptionInput, ...]:
    """The options that were filled in, or InvalidInput at the first row that does not fit together."""
    options = []
    columns = (wanted.option_zh, wanted.option_en, wanted.values_zh, wanted.values_en)
    for place, row in enumerate(itertools.zip_longest(*columns, fillvalue="")):
        name_zh, name_en, values_zh, values_en = row
        if not any(row):
            continue
        names: Words = {"zh_CN": name_zh, "en": name_en}
        values = _values(split(values_zh), split(values_en))
        if not any(names.values()) or not values:
            raise InvalidInput({f"options-{place}": FieldError("Name the option and at least one value.")})
        if isinstance(values, FieldError):
            raise InvalidInput({f"options-{place}": values})
        options.append(OptionInput(names, values))
    return tuple(options)


def _values(chinese: list[str], english: list[str]) -> tuple[Words, ...] | FieldError:
    """The values in both languages, by their places."""
    if chinese and english and len(chinese) != len(english):
        return FieldError("The values in both languages must be equally many, in the same order.")
    pairs = itertools.zip_longest(chinese, english, fillvalue="")
    return tuple({"zh_CN": first, "en": second} for first, second in pairs)


async def _page(
    request: Request,
    *,
    values: Mapping[str, Any],
    fields: Mapping[str, FieldError] = MappingProxyType({}),
    problem: str = "",
    status: int = 200,
) -> Response[str]:
    language, path = language_of(request), f"{PATH}/new"
    async with shop_of(request).database.reading() as reading:
        crumbs = [(translate(_("New product"), language), path)]
        context = await frame(request, reading, module="products", crumbs=crumbs, at=path)
        tree = await list_tree(request, reading)
    typed = [values[name] for name in ("option_zh", "option_en", "values_zh", "values_en")]
    option_rows = [[texts[place] if place < len(texts) else "" for texts in typed] for place in range(OPTION_COUNT)]
    context |= {
        "values": values,
        "errors": explain(fields, language),
        "problem": problem,
        "categories": category_options(tree),
        "currency": context["market"].currency,
        "option_rows": option_rows,
        # What is filled in is never folded away, nor what is wrong.
        "has_more_options": any(map(any, option_rows[1:])) or not {"options-1", "options-2"}.isdisjoint(fields),
    }
    return render(request, "console/products/new.html", context, status=status)
