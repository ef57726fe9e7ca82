"""Opening a shop of one's own: how far it has come, and clearing the demo out of the way."""

from collections.abc import Mapping

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotAllowed
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import public as checkout
from shopwright.modules.content import public as content
from shopwright.modules.customers import public as customers
from shopwright.modules.inventory import public as inventory
from shopwright.modules.messages import public as messages
from shopwright.modules.orders import public as orders
from shopwright.modules.payments import public as payments
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Database, Reading, Transaction
from shopwright.platform.db.setting import put_setting
from shopwright.platform.demo import clear_platform, find_demo, mark_cleared, require_demo
from shopwright.platform.jobs import Job, enqueue
from shopwright.platform.jobs.worker import Work
from shopwright.shop import Shop

SETTING = "shop.opening"
SIMULATED_CHANNEL = "simpay"
REMOVE_ENTRYPOINT = "opening.remove_pictures"
_BEHIND = -10
_STEMS_A_JOB = 200
STEPS = ("face", "clearing", "positioning", "terms", "product")
"""Clearing comes early: it takes the home page with it, and only after it another currency may be chosen."""


class Opening(msgspec.Struct, frozen=True):
    """Which steps were done, and whether somebody said that they want to see no more of them."""

    done: tuple[str, ...] = ()
    is_dismissed: bool = False

    @property
    def is_finished(self) -> bool:
        """Whether every step that each shop needs was done."""
        return set(STEPS) <= {*self.done, "clearing"}


async def strike_off(tx: Transaction, *, present: Opening, step: str) -> None:
    """Write down that a step was done; doing it again changes nothing."""
    if step not in present.done:
        done = (*present.done, step)
        await put_setting(tx, name=SETTING, value=msgspec.structs.replace(present, done=done))


async def can_clear(reading: Reading, shop: Shop) -> bool:
    """Whether there is a demo that may be cleared: this installation is one, and so is what its database holds."""
    return shop.settings.is_demo and (await find_demo(reading)).is_present


async def clear_demo(tx: Transaction, *, actor: Actor, shop: Shop) -> None:
    """Remove the demo's goods, customers, orders and all that hangs on them; staff, settings and warehouses stay.

    From then on what is in the shop is somebody's own: the demo is not loaded again and nothing is ever cleared again.
    The worker removes the files of its pictures once this is committed, but for what is shown by then.
    Raises NotAllowed where this installation is no demo, NotADemo where the database holds none, and RealPayments.
    """
    if not shop.settings.is_demo:
        raise NotAllowed
    await require_demo(tx)
    # What names others goes before them.
    await messages.clear_messages(tx)
    await checkout.clear_carts(tx)
    await payments.clear_payments(tx, simulated=SIMULATED_CHANNEL)
    await orders.clear_orders(tx)
    await inventory.clear_stock(tx)
    await customers.clear_customers(tx)
    named = sorted({*await content.clear_pages(tx), *await catalog.clear_catalogue(tx)})
    await clear_platform(tx)
    await mark_cleared(tx)
    await staff.record_audit(tx, actor=actor, action="shop.clear", subject="shop", detail={})
    # The queue was emptied above, so this comes last.
    await enqueue(
        tx,
        jobs=[
            Job(REMOVE_ENTRYPOINT, msgspec.json.encode(named[first : first + _STEMS_A_JOB]), priority=_BEHIND)
            for first in range(0, len(named), _STEMS_A_JOB)
        ],
    )


def jobs(shop: Shop) -> Mapping[str, Work]:
    """What the worker does: remove the files of a cleared demo's pictures, some at a time. What is gone is no fault."""

    async def remove(database: Database, payload: bytes) -> None:
        stems = set(msgspec.json.decode(payload, type=list[str]))
        async with database.reading() as reading:
            logo = (await shop.profile(reading)).logo
            shown = {*await content.list_picture_stems(reading), *await catalog.list_picture_stems(reading)}
        if logo is not None:
            shown.add(logo.file_key)
        await shop.files.delete_pictures(stems - shown)

    return {REMOVE_ENTRYPOINT: remove}
