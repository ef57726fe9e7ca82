"""The cart's one form: the quantities and the ticks of all lines together, as it comes without script."""

from collections.abc import Mapping

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import VariantId
from shopwright.kernel.quantity import QUANTITY_MAX
from shopwright.platform.http import Form
from shopwright.platform.http.fields import Context, Key, Quantity
from shopwright.platform.i18n import translate

QUANTITY_FIELD = "quantity-"
_NOWHERE = Context()


class WholeCart(msgspec.Struct, frozen=True):
    """What the form says. `wrong` and `typed` are by variant id: what is no quantity, and what stood in the field."""

    quantities: Mapping[VariantId, int]
    wrong: Mapping[int, FieldError]
    typed: Mapping[int, str]
    selected: tuple[VariantId, ...]
    removed: tuple[VariantId, ...]


def read_whole(form: Form) -> WholeCart:
    """Read every line's quantity, the ticks, and the line to take out; what is none of ours is passed over."""
    typed = {
        variant_id: texts[0]
        for name, texts in form.texts.items()
        if name.startswith(QUANTITY_FIELD) and (variant_id := _key(name.removeprefix(QUANTITY_FIELD))) and texts
    }
    removed = _keys(form, "remove")
    quantities: dict[VariantId, int] = {}
    wrong: dict[int, FieldError] = {}
    for variant_id, text in typed.items():
        if variant_id in removed:
            continue
        read = Quantity().read(text, _NOWHERE)
        if isinstance(read, FieldError):
            wrong[variant_id] = read
        else:
            quantities[VariantId(variant_id)] = int(read)
    wanted_all = form.text("all")
    # Only lines that can be ordered have a quantity, so these are all that can be ticked.
    every = tuple(VariantId(key) for key in typed)
    selected = _keys(form, "variant_id") if not wanted_all else every if wanted_all == "all" else ()
    return WholeCart(quantities, wrong, typed, selected, removed)


def read_quantity(form: Form, variant_id: int) -> int:
    """The quantity of one line, by its own name in the whole form or alone. Raises InvalidInput."""
    read = Quantity().read(form.text(f"{QUANTITY_FIELD}{variant_id}") or form.text("quantity"), _NOWHERE)
    if isinstance(read, FieldError):
        raise InvalidInput({"quantity": read})
    return read


def explain_lines(wanted: WholeCart, language: str) -> dict[int, str]:
    """The sentence for every line whose quantity is none."""
    return {key: translate(error.sentence, language, **error.values) for key, error in wanted.wrong.items()}


def shown_quantity(typed: str, kept: int) -> int:
    """What stands in a line's field when it is shown again: what was typed, where a number field can show it."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(QUANTITY_MAX)) + 1
    return int(typed) if is_number else kept


def _keys(form: Form, name: str) -> tuple[VariantId, ...]:
    return tuple(VariantId(key) for text in form.texts.get(name, ()) if (key := _key(text)))


def _key(text: str) -> int:
    """The id that a text is, or 0."""
    read = Key().read(text, _NOWHERE)
    return 0 if isinstance(read, FieldError) else read
