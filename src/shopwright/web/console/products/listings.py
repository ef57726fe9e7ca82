"""The acts on chosen products of the list."""

from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.web.console.bulk import back_to, change_each, tell_listing
from shopwright.web.console.pages import read_key
from shopwright.web.console.products.list import PATH


@post(f"{PATH}/listings", requires(permissions.LIST))
async def change_listings(request: Request) -> Response[None]:
    """List or delist the chosen products, each by itself, say how many could not be, and offer to undo the others."""
    form = await read_form(request)
    is_listing = form.text("act") == "list"
    change = catalog.list_product if is_listing else catalog.delist_product

    async def work(tx: Transaction, actor: Actor, key: str) -> bool | None:
        product_id = read_key(key)
        return None if product_id is None else await change(tx, actor=actor, product_id=ProductId(product_id))

    return await tell_listing(
        request,
        await change_each(request, form, work),
        back=back_to(form, PATH),
        is_listing=is_listing,
        told=_("Products listed: {count}") if is_listing else _("Products delisted: {count}"),
        refused=_("Products with nothing to sell, for want of a price: {count}"),
    )
