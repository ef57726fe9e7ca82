"""Facts that inventory tells."""

from typing import ClassVar

from shopwright.kernel.events import Event
from shopwright.kernel.ids import VariantId


class AvailabilityChanged(Event, frozen=True):
    """A variant ran out or is there again. It carries no figure: whoever hears it looks again, in any order."""

    name: ClassVar[str] = "inventory.availability_changed"
    variant_id: VariantId
