"""Place a batch of drafts in one transaction: lock, decide all in order of arrival, write by arrays."""

from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import Refusal
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import rules, store
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Transaction

PLACER = Actor.system("checkout.place")


async def place(tx: Transaction, *, drafts: Sequence[Draft]) -> list[Placed | Refusal]:
    """Place every draft that can be placed; one outcome a draft, refusals among them, in the order given.

    The number of statements does not depend on how many drafts or lines there are. All drafts are of one market.
    """
    customer_ids = sorted({draft.order.customer_id for draft in drafts})
    variant_ids = sorted({want.variant_id for draft in drafts for want in draft.wants})
    carts = await store.lock_carts(tx, customer_ids=customer_ids)
    placed = await orders.find_placed(tx, keys=[draft.key for draft in drafts])
    prices = await catalog.list_current_prices(tx, variant_ids=variant_ids, market=drafts[0].order.market_code)
    board = await inventory.lock_stock(tx, variant_ids=variant_ids)
    outcomes = rules.decide(
        drafts,
        placed=placed,
        versions={cart.customer_id: cart.version for cart in carts},
        prices={price.variant_id: price for price in prices},
        board=board,
    )
    new = rules.newly_placed(drafts, outcomes)
    if new:
        await store.consume_carts(tx, customer_ids=sorted(draft.order.customer_id for draft in new.values()), at=tx.at)
        await inventory.write_holds(
            tx,
            actor=PLACER,
            board=board,
            expires_at={order_id: draft.order.expires_at for order_id, draft in new.items()},
        )
        await orders.insert_orders(tx, actor=PLACER, orders=[draft.order for draft in new.values()])
    return outcomes
