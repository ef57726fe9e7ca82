"""An order while an act holds its row: facts change in memory and are written once, with what follows from them."""

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.events import Event
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.kernel.money import Money
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import FulfilmentStatus, TimelineDetail, TimelineKind
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.modules.orders.events import OrderDelivered
from shopwright.modules.orders.rules import OrderFacts, Statuses
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.db.live import look_again
from shopwright.platform.events import publish

_NO_DETAIL = TimelineDetail()


class LockedOrder:
    """An order whose row this transaction has locked. `save` writes whatever the act changed, noted and told."""

    def __init__(
        self, tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, facts: OrderFacts
    ) -> None:
        self.tx = tx
        self.actor = actor
        self.customer_id = customer_id
        self.order_id = order_id
        self.facts = facts
        self._facts_before = facts
        self._notes: list[tuple[TimelineKind, TimelineDetail]] = []
        self._events: list[Event] = []

    @property
    def statuses(self) -> Statuses:
        """The statuses that the facts imply at this point of the act."""
        return rules.derive_statuses(self.facts)

    def money(self, minor: int) -> Money:
        """An amount in the order's currency."""
        return Money(minor, self.facts.currency)

    def change(self, **facts: object) -> None:
        """Put new facts in the place of old ones."""
        self.facts = msgspec.structs.replace(self.facts, **facts)

    def note(self, kind: TimelineKind, detail: TimelineDetail = _NO_DETAIL) -> None:
        """Add to the order's timeline, in the actor's name."""
        self._notes.append((kind, detail))

    def tell(self, event: Event) -> None:
        """Tell a fact to the modules above."""
        self._events.append(event)

    async def save(self) -> None:
        """Write facts with their statuses, notes and events: at most one statement each. Open pages look again."""
        self._conclude_delivery()
        if self.facts != self._facts_before:
            await store.write_statuses(
                self.tx,
                customer_id=self.customer_id,
                order_id=self.order_id,
                facts=self.facts,
                statuses=self.statuses,
            )
        if self._notes:
            await store.insert_entries(
                self.tx,
                customer_id=self.customer_id,
                order_id=self.order_id,
                at=self.tx.at,
                actor=self.actor,
                entries=store.EntryColumns([kind for kind, _ in self._notes], [detail for _, detail in self._notes]),
            )
        await publish(self.tx, actor=self.actor, events=self._events)
        if self._notes or self.facts != self._facts_before:
            look_again(self.tx, customer_id=self.customer_id)

    async def audit(self, verb: str, **detail: object) -> None:
        """Record the act in the audit log where a member of staff did it."""
        if self.actor.kind is ActorKind.STAFF:
            subject = f"order:{self.order_id}"
            await staff.record_audit(self.tx, actor=self.actor, action=f"orders.{verb}", subject=subject, detail=detail)

    def _conclude_delivery(self) -> None:
        """The order arrived with its last parcel, or when what had not been sent was given up."""
        if self.facts.delivered_at is None and self.statuses.fulfilment is FulfilmentStatus.DELIVERED:
            self.change(delivered_at=self.tx.at)
            self.tell(OrderDelivered(self.customer_id, self.order_id))


async def lock_order(tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId) -> LockedOrder:
    """Lock one order of one customer, or raise `OrderNotFound`."""
    facts = await store.lock_order(tx, customer_id=customer_id, order_id=order_id)
    if facts is None:
        raise OrderNotFound
    return LockedOrder(tx, actor=actor, customer_id=customer_id, order_id=order_id, facts=facts)
