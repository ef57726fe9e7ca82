"""Payments' due work and job entry points. They need the channels, so `bootstrap` calls `jobs`."""

from collections.abc import Mapping

import msgspec

from shopwright.kernel.ids import CustomerId, IntentId, RefundId
from shopwright.modules.payments.contracts import Channels
from shopwright.modules.payments.operations import close, refund
from shopwright.modules.payments.operations.ask import close_now, query_due
from shopwright.modules.payments.operations.chase import query_refunds, send_refund
from shopwright.modules.payments.operations.purge import purge_notices
from shopwright.platform.db import Database
from shopwright.platform.jobs import Sweep
from shopwright.platform.jobs.worker import Work


def jobs(channels: Channels) -> tuple[Mapping[str, Work], tuple[Sweep, ...]]:
    """The job entry points by name, and the sweeps, for the providers of this shop."""

    async def refunding(database: Database, payload: bytes) -> None:
        customer_id, refund_id = msgspec.json.decode(payload, type=tuple[CustomerId, RefundId])
        await send_refund(database, channels, customer_id=customer_id, refund_id=refund_id)

    async def closing(database: Database, payload: bytes) -> None:
        customer_id, intent_id = msgspec.json.decode(payload, type=tuple[CustomerId, IntentId])
        await close_now(database, channels, customer_id=customer_id, intent_id=intent_id)

    async def asking(database: Database) -> None:
        await query_due(database, channels)

    async def chasing(database: Database) -> None:
        await query_refunds(database, channels)

    work: dict[str, Work] = {refund.ENTRYPOINT: refunding, close.ENTRYPOINT: closing}
    return work, (
        Sweep("payments.query_due", every_seconds=3, run=asking),
        Sweep("payments.query_refunds", every_seconds=3, run=chasing),
        Sweep("payments.purge_notices", every_seconds=3_600, run=purge_notices),
    )
