"""The acts on chosen products of the list."""

from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, Undo, local_path, post, read_form, requires, visit_of
from shopwright.platform.i18n import _
from shopwright.web.console.pages import act
from shopwright.web.console.products.list import PATH
from shopwright.web.context import see_other

CHOSEN_COUNT_MAX = 100
_ID_DIGITS_MAX = 18


@post(f"{PATH}/listings", requires(permissions.LIST))
async def change_listings(request: Request) -> Response[None]:
    """List or delist the chosen products, each by itself, say how many could not be, and offer to undo the others."""
    form = await read_form(request)
    is_listing = form.text("act") == "list"
    change = catalog.list_product if is_listing else catalog.delist_product
    changed: list[int] = []
    done_count, refused_count = 0, 0
    for text in form.texts.get("id", ())[:CHOSEN_COUNT_MAX]:
        if not (text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS_MAX):
            continue
        product_id = ProductId(int(text))

        async def work(tx: Transaction, actor: Actor, product_id: ProductId = product_id) -> bool:
            return await change(tx, actor=actor, product_id=product_id)

        try:
            if await act(request, work):
                changed.append(product_id)
            done_count += 1
        except Refusal:
            refused_count += 1
    back = _back(form.text("back"))
    session = await visit_of(request.scope).console_session()
    if done_count:
        told = _("{count} products are listed now.") if is_listing else _("{count} products are delisted now.")
        opposite = [("act", "delist" if is_listing else "list"), ("back", back)]
        undo = Undo(request.scope["path"], (*opposite, *(("id", str(one)) for one in changed))) if changed else None
        session.flash("positive", told, undo=undo, count=done_count)
    if refused_count:
        session.flash("danger", _("{count} products have nothing to sell yet: give them a price."), count=refused_count)
    return see_other(back)


def _back(text: str) -> str:
    place = local_path(text, otherwise=PATH)
    return place if place == PATH or place.startswith(f"{PATH}?") else PATH
