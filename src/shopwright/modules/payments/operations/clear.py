from shopwright.modules.payments import store
from shopwright.modules.payments.errors import RealPayments
from shopwright.platform.db import Transaction
from shopwright.platform.demo import require_demo


async def clear_payments(tx: Transaction, *, simulated: str) -> None:
    """Remove every payment of a demo; `simulated` is the channel by which no money moves.

    Raises NotADemo, and RealPayments where anybody was sent to another channel: then it is a business.
    """
    await require_demo(tx)
    if await store.has_intents_beside(tx, channel=simulated):
        raise RealPayments
    for table in store.TABLES:
        await store.delete_all(tx, table=table)
