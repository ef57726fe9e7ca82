"""What a colour key of the range means on each material."""

from dataclasses import dataclass
from typing import Any

import materials

Paint = Any  # A bpy material.

GLAZES = {  # tone, deeper clouds, thin edge
    "white": ("#e9e6dd", "#dedad0", "#efe9dc"),
    "celadon": ("#b7c5b8", "#9fb1a3", "#d6ddd2"),
    "ink": ("#2c3338", "#20262b", "#5c5348"),
    "russet": ("#94604a", "#774634", "#b98a68"),
    "sky": ("#b7c4cd", "#9fb2c0", "#dbe1e4"),
    "clay": ("#c08a68", "#ad7756", "#cf9f80"),
    "moss": ("#7c8462", "#666f4e", "#a3a684"),
    "sand": ("#d8c7a8", "#c9b592", "#e6dac2"),
    "cedar": ("#9aa398", "#858f85", "#bfc6ba"),
    "osmanthus": ("#d9a95a", "#c7923f", "#e8c78c"),
    "rain": ("#9fb0bd", "#8599a9", "#c6d0d6"),
}
WOODS = {"oak": ("#cfb38c", "#a8875e"), "walnut": ("#735442", "#46332a"), "beech": ("#d6b88f", "#b48d62"),
         "bamboo": ("#d8c49c", "#b89d6c")}  # fmt: skip
CLOTHS = {
    "oat": ("#d9ccb6", "#c2b297"),
    "moss": ("#85876e", "#6d6f58"),
    "clay": ("#b9805f", "#9f684a"),
    "mist": ("#b4c0c4", "#9cabb1"),
    "natural": ("#e8e1d3", "#d8cfbd"),
    "white": ("#ece9e2", "#dedad0"),
    "indigo": ("#3d4f6e", "#2d3c58"),
    "ink": ("#3a3d42", "#2b2e33"),
}
METALS = {"brass": "#cdb27c", "steel": "#b9bcbe", "copper": "#b8704a"}
PAPERS = {"kraft": "#b8966c", "indigo": "#3f5475", "clay": "#b87355", "ink": "#35383c", "cedar": "#9aa398",
          "osmanthus": "#d6a655", "rain": "#9aabb9", "oat": "#e4dac6"}  # fmt: skip
LEATHERS = {"tan": ("#a8693c", "#8a5029"), "ink": ("#35322f", "#262422")}


@dataclass(frozen=True)
class Look:
    """One colour of a product, able to give the paint for any part of it."""

    colour: str

    def glaze(self, colour: str | None = None, *, gloss: float = 0.75, speckle: bool = False) -> Paint:
        """The glaze of this colour, or of another one named."""
        tone, deep, edge = GLAZES[colour or self.colour]
        return materials.glaze(tone, deep, edge, gloss=gloss, speckle="#6b5a48" if speckle else None)

    def wood(self, colour: str | None = None, *, along: int = 0) -> Paint:
        """Oiled wood with its fibres along an axis."""
        light, dark = WOODS[colour or self.colour]
        return materials.wood(light, dark, along=along)

    def cloth(self, colour: str | None = None, *, weave: float = 26, depth: float = 0.5) -> Paint:
        """Woven cloth."""
        tone, deep = CLOTHS[colour or self.colour]
        return materials.cloth(tone, deep, weave=weave, depth=depth)

    def metal(self, colour: str | None = None, *, rough: float = 0.28) -> Paint:
        """Brushed metal; iron and ink are dry and black."""
        key = colour or self.colour
        return materials.iron() if key in {"iron", "ink"} else materials.metal(METALS[key], rough=rough)

    def paper(self, colour: str | None = None) -> Paint:
        """Uncoated paper or card."""
        return materials.paper(PAPERS[colour or self.colour])

    def leather(self, colour: str | None = None) -> Paint:
        """Vegetable-tanned leather."""
        return materials.leather(*LEATHERS[colour or self.colour])

    def glass(self) -> Paint:
        """Clear or smoked glass."""
        return materials.glass("#b0aba5" if self.colour == "smoked" else "#fcfefd")
