"""What a shop can be, and what that sets: blocks of the home page, terms, the way of languages. No I/O."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from shopwright.kernel.money import Money
from shopwright.modules.content.contracts import (
    BestSellers,
    BlockPicture,
    Body,
    CategoryTiles,
    NewArrivals,
    Scene,
    Story,
    Words,
)
from shopwright.modules.markets.contracts import Market, Terms
from shopwright.platform.i18n import LANGUAGES, _

LOCAL_UNPAID_MINUTES = 15
# Flat freight, and from how much on it is free, as a shop round the corner asks; in minor units.
LOCAL_FREIGHT: Mapping[str, tuple[int, int]] = {
    "CNY": (500, 3_900),
    "USD": (300, 2_500),
    "EUR": (300, 2_500),
    "GBP": (250, 2_000),
    "HKD": (1_500, 15_000),
    "JPY": (300, 3_000),
    "SGD": (300, 3_000),
}


class Material(msgspec.Struct, frozen=True):
    """What a home page can be laid out with: the shop's names, its story, a wide picture."""

    names: Words
    story: Words
    picture: BlockPicture | None

    @property
    def scenes(self) -> list[Body]:
        """A first sight, where there is a picture."""
        return [] if self.picture is None else [Scene(self.picture, self.names, "/search")]

    @property
    def stories(self) -> list[Body]:
        """The story, where there is one."""
        return [Story(self.names, self.story)] if self.story else []


class Preset(msgspec.Struct, frozen=True):
    """One kind of shop: its name, what choosing it sets, in a sentence, and how its home page is laid out."""

    key: str
    name: str
    sentence: str
    lay_out: Callable[[Material], Sequence[Body]]
    arrival_days: tuple[int, int]
    is_local: bool = False
    is_abroad: bool = False


PRESETS = (
    Preset(
        "vertical",
        _("Vertical: few things, done well"),
        _("The home page is a large picture, the story and what is new. Parcels are promised in 2 to 5 days."),
        lambda of: [*of.scenes, *of.stories, NewArrivals()],
        arrival_days=(2, 5),
    ),
    Preset(
        "general",
        _("General: many kinds of goods"),
        _(
            "The home page is ways in by category, what is new and what sells best. "
            "Parcels are promised in 2 to 5 days."
        ),
        lambda of: [CategoryTiles(), *of.scenes, NewArrivals(), BestSellers(), *of.stories],
        arrival_days=(2, 5),
    ),
    Preset(
        "local",
        _("Local: for the neighbourhood"),
        _(
            "Low freight, the same day or the next is promised, unpaid orders end after 15 minutes, and the home page "
            "begins with what sells best."
        ),
        lambda of: [*of.scenes, BestSellers(), NewArrivals(), *of.stories],
        arrival_days=(0, 1),
        is_local=True,
    ),
    Preset(
        "cross_border",
        _("Cross-border: buyers from abroad"),
        _(
            "All languages are offered, and visitors get their browser's; English where we do not speak it. "
            "Parcels are promised in 7 to 15 days."
        ),
        lambda of: [*of.scenes, CategoryTiles(), NewArrivals(), *of.stories, BestSellers()],
        arrival_days=(7, 15),
        is_abroad=True,
    ),
)
BY_KEY = {preset.key: preset for preset in PRESETS}


def terms_of(preset: Preset, market: Market) -> Terms:
    """The market's terms as the preset wants them; what it says nothing about stays."""
    terms = Terms(
        currency=market.currency,
        languages=market.languages,
        default_language=market.default_language,
        freight_flat=market.freight_flat,
        freight_free_over=market.freight_free_over,
        unpaid_minutes=market.unpaid_minutes,
    )
    if preset.is_abroad:
        return msgspec.structs.replace(terms, languages=LANGUAGES)
    if preset.is_local and market.currency in LOCAL_FREIGHT:
        flat, free_over = LOCAL_FREIGHT[market.currency]
        return msgspec.structs.replace(
            terms,
            freight_flat=Money(flat, market.currency),
            freight_free_over=Money(free_over, market.currency),
            unpaid_minutes=LOCAL_UNPAID_MINUTES,
        )
    return terms
