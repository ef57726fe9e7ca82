"""What a product's options and their values are called, and further values."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Words
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of
from shopwright.web.console.pages import act, done
from shopwright.web.console.products.edit import product_page, refused_part
from shopwright.web.console.products.forms import NamesForm, words
from shopwright.web.console.products.list import PATH

Work = Callable[[Transaction, Actor], Awaitable[None]]


@post(PATH + "/{product_id:int}/options", requires(permissions.EDIT))
async def name_options(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Write the names of options and values; fields are called `name_zh-o7` for option 7 and `-v9` for value 9."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wrong: dict[str, FieldError] = {}
        options, values = _names(form, "o", wrong), _names(form, "v", wrong)
        if wrong:
            raise InvalidInput(wrong)
        await catalog.name_options(tx, actor=actor, product_id=ProductId(product_id), options=options, values=values)

    return await _end(request, product_id, form, name="options", work=work, sentence=_("Saved."))


@post(PATH + "/{product_id:int}/options/values", requires(permissions.EDIT))
async def add_value(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """One more value of an option."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted, option = form.parse(NamesForm), form.text("option_id")
        if not (option.isascii() and option.isdigit()):
            raise InvalidInput({"option_id": FieldError("Please choose one.")})
        await catalog.add_option_value(
            tx,
            actor=actor,
            product_id=ProductId(product_id),
            option_id=int(option),
            names=words(wanted, "name"),
        )

    return await _end(
        request, product_id, form, name="value", work=work, sentence=_("The value was added. Add its variant now.")
    )


async def _end(request: Request, product_id: int, form: Form, *, name: str, work: Work, sentence: str) -> Response[Any]:
    try:
        await act(request, work)
    except Refusal as refused:
        typed = {field: form.text(field) for field in form.texts}
        part = refused_part(name, typed, refused, language_of(request))
        return await product_page(request, ProductId(product_id), part)
    return await done(request, f"{PATH}/{product_id}#variants", sentence)


def _names(form: Form, kind: str, wrong: dict[str, FieldError]) -> dict[int, Words]:
    """The names by id of the options (kind `o`) or values (kind `v`) that came."""
    found: dict[int, Words] = {}
    for field in form.texts:
        name, _dash, key = field.partition("-")
        if name != "name_zh" or not key.startswith(kind) or not key[1:].isdigit():
            continue
        row = Form({end: form.texts.get(f"{end}-{key}", ()) for end in ("name_zh", "name_en")}, {})
        try:
            named = words(row.parse(NamesForm), "name")
        except InvalidInput as refused:
            wrong |= {f"{end}-{key}": error for end, error in refused.fields.items()}
            continue
        if not any(named.values()):
            wrong[field] = FieldError("Please fill this in.")
        found[int(key[1:])] = named
    return found
