"""What inventory hears, and what it tells the catalogue below it to filter and sort by."""

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import VariantAvailability
from shopwright.modules.inventory import queries
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.platform.db import Transaction
from shopwright.platform.events import Subscribers


def register(subscribers: Subscribers) -> None:
    """Subscribe inventory to what it hears."""
    subscribers.add(AvailabilityChanged, "inventory.on_availability_changed", on_availability_changed)


async def on_availability_changed(tx: Transaction, event: AvailabilityChanged) -> None:
    """Push what is available now down to the catalogue; looking again makes order and repetition harmless."""
    available = await queries.find_availability(tx, variant_ids=[event.variant_id])
    await catalog.record_availability(
        tx, facts=[VariantAvailability(event.variant_id, is_available=available[event.variant_id] > 0)]
    )
