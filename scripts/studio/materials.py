"""The studio's surfaces: glazes, clay, glass, wood, metal, cloth, paper, leather, wax. Colours are given as #rrggbb."""

from collections.abc import Callable, Sequence
from typing import Any

import bpy

Paint = Any  # A bpy material.
Socket = Any  # A bpy node socket.
SHINY = 0.5  # A glaze above this shows less of the potter's rings.
FACTOR, TWO_TONES = 0, (6, 7)  # Where the mix node keeps its inputs for colours.


def linear(code: str) -> tuple[float, float, float, float]:
    """The scene-linear colour of #rrggbb."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    knee = 0.04045
    red, green, blue = (part / 12.92 if part <= knee else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue, 1.0


class Surface:
    """A material under construction: its nodes and the one shader that everything runs into."""

    def __init__(self, name: str, **inputs: Any) -> None:
        self.paint = bpy.data.materials.new(name)
        self.paint.use_nodes = True
        self.tree = self.paint.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]
        self.place = self.add("ShaderNodeTexCoord").outputs["Object"]
        self.set(**inputs)

    def add(self, kind: str, **inputs: Any) -> Any:
        """A node; values become defaults, sockets become links. An underscore stands for a blank."""
        node = self.tree.nodes.new(kind)
        for name, value in inputs.items():
            self.feed(node.inputs[name.replace("_", " ")], value)
        return node

    def feed(self, socket: Socket, value: Any) -> None:
        """Link a socket or set its default."""
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        elif isinstance(value, str):
            socket.default_value = linear(value)
        else:
            socket.default_value = value

    def set(self, **inputs: Any) -> None:
        """Inputs of the shader by name: Base_Color, Roughness, ..."""
        for name, value in inputs.items():
            self.feed(self.shader.inputs[name.replace("_", " ")], value)

    def noise(self, scale: float, *, stretch: Sequence[float] = (1, 1, 1), detail: float = 2) -> Socket:
        """Cloudy noise in 0..1 about the thing's own place."""
        spread = self.add("ShaderNodeVectorMath", Vector=self.place)
        spread.operation = "MULTIPLY"
        spread.inputs[1].default_value = tuple(stretch)
        node = self.add("ShaderNodeTexNoise", Vector=spread.outputs[0], Scale=scale, Detail=detail)
        return node.outputs[0]

    def steps(self, value: Socket, low: float, high: float) -> Socket:
        """Stretch a value so that low becomes 0 and high 1."""
        node = self.add("ShaderNodeMapRange", Value=value)
        node.inputs["From Min"].default_value = low
        node.inputs["From Max"].default_value = high
        return node.outputs[0]

    def mix(self, amount: Any, first: Any, second: Any) -> Socket:
        """Between two colours."""
        node = self.add("ShaderNodeMix")
        node.data_type = "RGBA"
        self.feed(node.inputs[FACTOR], amount)
        self.feed(node.inputs[TWO_TONES[0]], first)
        self.feed(node.inputs[TWO_TONES[1]], second)
        return node.outputs[2]

    def times(self, first: Socket, second: Any) -> Socket:
        """The product of two values."""
        node = self.add("ShaderNodeMath")
        node.operation = "MULTIPLY"
        self.feed(node.inputs[0], first)
        self.feed(node.inputs[1], second)
        return node.outputs[0]

    def bump(self, height: Socket, strength: float, distance: float = 0.02) -> None:
        """Roughen the surface by a height; several calls lie on each other."""
        node = self.add("ShaderNodeBump", Height=height, Strength=strength, Distance=distance)
        links = self.shader.inputs["Normal"].links
        if links:
            self.tree.links.new(links[0].from_socket, node.inputs["Normal"])
        self.tree.links.new(node.outputs[0], self.shader.inputs["Normal"])


def glaze(tone: str, deep: str, edge: str, *, gloss: float = 0.75, speckle: str | None = None) -> Paint:
    """A fired glaze: clouds between two tones, thin and lighter (or burnt) on its edges, a little uneven."""
    made = Surface(
        "glaze", Roughness=0.55 - 0.4 * gloss, Coat_Weight=gloss * 0.8, Coat_Roughness=0.06 + 0.3 * (1 - gloss)
    )
    body = made.mix(made.steps(made.noise(1.3, detail=3), 0.35, 0.7), tone, deep)
    bent = made.steps(made.add("ShaderNodeNewGeometry").outputs["Pointiness"], 0.52, 0.62)
    body = made.mix(made.times(bent, 0.75), body, edge)
    if speckle:
        dots = made.steps(made.noise(34, detail=1), 0.70, 0.73)
        body = made.mix(made.times(dots, 0.7), body, speckle)
    made.set(Base_Color=body)
    made.bump(made.noise(2.4), 0.12, 0.05)
    made.bump(made.noise(2, stretch=(0.6, 0.6, 9)), 0.10 if gloss > SHINY else 0.22, 0.03)
    return made.paint


def clay(tone: str = "#c9b193", deep: str = "#b79a78", *, rough: float = 0.8) -> Paint:
    """Bare fired clay, dry and finely grained."""
    made = Surface("clay", Roughness=rough)
    made.set(Base_Color=made.mix(made.noise(18, detail=5), tone, deep))
    made.bump(made.noise(60, detail=3), 0.25, 0.01)
    made.bump(made.noise(2, stretch=(0.6, 0.6, 10)), 0.2, 0.03)
    return made.paint


def glass(tone: str = "#ffffff", *, rough: float = 0.0, index: float = 1.45) -> Paint:
    """Clear or tinted glass; its shadow stays light, as real thin glass's does."""
    made = Surface("glass", Base_Color=tone, Roughness=rough, IOR=index, Transmission_Weight=1.0)
    nodes, links = made.tree.nodes, made.tree.links
    see = nodes.new("ShaderNodeBsdfTransparent")
    see.inputs[0].default_value = (*tuple(0.25 + 0.75 * part for part in linear(tone)[:3]), 1)
    both = nodes.new("ShaderNodeMixShader")
    links.new(nodes.new("ShaderNodeLightPath").outputs["Is Shadow Ray"], both.inputs[0])
    links.new(made.shader.outputs[0], both.inputs[1])
    links.new(see.outputs[0], both.inputs[2])
    links.new(both.outputs[0], nodes["Material Output"].inputs["Surface"])
    return made.paint


def film(tone: str = "#ffffff") -> Paint:
    """Glass too thin to bend light: seen through, with a shine on it."""
    made = Surface("film")
    nodes, links = made.tree.nodes, made.tree.links
    see, shine, both = (nodes.new(f"ShaderNode{kind}") for kind in ("BsdfTransparent", "BsdfGlossy", "MixShader"))
    see.inputs[0].default_value = linear(tone)
    shine.inputs["Roughness"].default_value = 0.03
    links.new(made.add("ShaderNodeLayerWeight", Blend=0.15).outputs["Facing"], both.inputs[0])
    links.new(see.outputs[0], both.inputs[1])
    links.new(shine.outputs[0], both.inputs[2])
    links.new(both.outputs[0], nodes["Material Output"].inputs["Surface"])
    return made.paint


def wood(light: str, dark: str, *, along: int = 0, rough: float = 0.42) -> Paint:
    """Oiled wood: growth rings, long fibres and pores along one axis (0 x, 1 y, 2 z)."""
    made = Surface("wood", Roughness=rough, Coat_Weight=0.08, Coat_Roughness=0.3)
    slow = [0.16 if axis == along else 1.0 for axis in range(3)]
    slower = [0.02 if axis == along else 1.0 for axis in range(3)]
    rings = made.add("ShaderNodeTexNoise", Scale=2.1, Detail=2.0, Distortion=0.6)
    spread = made.add("ShaderNodeVectorMath", Vector=made.place)
    spread.operation = "MULTIPLY"
    spread.inputs[1].default_value = tuple(slow)
    made.feed(rings.inputs["Vector"], spread.outputs[0])
    wave = made.add("ShaderNodeMath")
    wave.operation = "PINGPONG"
    made.feed(wave.inputs[0], made.times(rings.outputs[0], 9.0))
    wave.inputs[1].default_value = 1.0
    fibres = made.noise(26, stretch=slower, detail=4)
    pores = made.steps(made.noise(55, stretch=[part * 1.2 for part in slower], detail=1), 0.66, 0.78)
    body = made.mix(made.steps(wave.outputs[0], 0.1, 1.3), light, dark)
    body = made.mix(made.times(made.steps(fibres, 0.35, 0.75), 0.55), body, dark)
    made.set(Base_Color=made.mix(made.times(pores, 0.4), body, dark))
    made.bump(fibres, 0.12, 0.01)
    return made.paint


def metal(tone: str, *, rough: float = 0.3, brushed: Sequence[float] = (1, 1, 18)) -> Paint:
    """Brushed metal; the brush goes across the stretched axis."""
    made = Surface("metal", Metallic=1.0, Base_Color=tone)
    marks = made.noise(14, stretch=brushed, detail=3)
    made.set(Roughness=made.add("ShaderNodeMapRange", Value=marks, To_Min=rough * 0.75, To_Max=rough * 1.3).outputs[0])
    made.bump(marks, 0.05, 0.01)
    return made.paint


def iron(tone: str = "#2a2a2b") -> Paint:
    """Cast iron: black, dry, with the skin of its sand mould."""
    made = Surface("iron", Metallic=0.35, Roughness=0.55)
    made.set(Base_Color=made.mix(made.noise(4, detail=4), tone, "#3a3836"))
    made.bump(made.noise(30, detail=3), 0.35, 0.012)
    return made.paint


def cloth(tone: str, deep: str, *, weave: float = 26, rough: float = 0.9, depth: float = 0.5) -> Paint:
    """Woven linen or cotton: two threads crossing, slubs in both, a soft sheen."""
    made = Surface("cloth", Roughness=rough, Sheen_Weight=0.25, Sheen_Roughness=0.5)
    threads = []
    for axis in ("X", "Y"):
        wave = made.add("ShaderNodeTexWave", Vector=made.place, Scale=weave, Distortion=1.2, Detail=2.0)
        wave.inputs["Detail Scale"].default_value = 2.0
        wave.bands_direction = axis
        threads.append(wave.outputs[1])
    slubs = made.noise(30, stretch=(0.08, 1, 1), detail=3)
    slubs_across = made.noise(30, stretch=(1, 0.08, 1), detail=3)
    body = made.mix(made.steps(slubs, 0.35, 0.7), tone, deep)
    body = made.mix(made.times(made.steps(slubs_across, 0.4, 0.75), 0.6), body, deep)
    woven = made.times(threads[0], threads[1])
    made.set(Base_Color=made.mix(made.times(woven, 0.25), body, tone))
    made.bump(woven, depth, 0.012)
    return made.paint


def paper(tone: str, *, rough: float = 0.85, fibre: float = 0.3) -> Paint:
    """Uncoated paper or card with a trace of fibre."""
    made = Surface("paper", Roughness=rough)
    made.set(Base_Color=made.mix(made.times(made.noise(24, detail=4), 0.12), tone, "#8f8577"))
    made.bump(made.noise(60, detail=3), fibre * 0.3, 0.006)
    return made.paint


def printed(path: str, *, rough: float = 0.6, gold: bool = False) -> Paint:
    """A picture from a file, printed on the sheet that carries it."""
    made = Surface("printed", Roughness=rough, Metallic=0.6 if gold else 0.0)
    picture = made.add("ShaderNodeTexImage", Vector=made.add("ShaderNodeTexCoord").outputs["UV"])
    picture.image = bpy.data.images.load(path, check_existing=True)
    made.set(Base_Color=picture.outputs["Color"], Alpha=picture.outputs["Alpha"])
    made.bump(made.noise(60, detail=3), 0.06, 0.006)
    return made.paint


def leather(tone: str, deep: str) -> Paint:
    """Vegetable-tanned leather, finely pebbled."""
    made = Surface("leather", Roughness=0.5, Coat_Weight=0.1)
    made.set(Base_Color=made.mix(made.noise(3, detail=5), tone, deep))
    grain = made.add("ShaderNodeTexVoronoi", Vector=made.place, Scale=45)
    made.bump(grain.outputs[0], 0.3, 0.008)
    return made.paint


def wax(tone: str) -> Paint:
    """Soy wax: light goes a little way in."""
    made = Surface("wax", Base_Color=tone, Roughness=0.45, Subsurface_Weight=0.5, Subsurface_Scale=0.15)
    made.bump(made.noise(3), 0.1, 0.03)
    return made.paint


def liquid(tone: str) -> Paint:
    """Water, tea, oil, honey, seen as a tinted body."""
    return glass(tone, index=1.33)


def brew(deep: str, shallow: str, radius: float) -> Paint:
    """The surface of tea in an opaque cup: lighter towards its edge, where less of it stands over the glaze."""
    made = Surface("brew", Roughness=0.03)
    flat = made.add("ShaderNodeVectorMath", Vector=made.place)
    flat.operation = "MULTIPLY"
    flat.inputs[1].default_value = (1, 1, 0)
    away = made.add("ShaderNodeVectorMath", Vector=flat.outputs[0])
    away.operation = "LENGTH"
    made.set(Base_Color=made.mix(made.steps(away.outputs["Value"], 0.45 * radius, radius), deep, shallow))
    return made.paint


def glow(tone: str, strength: float) -> Paint:
    """A thing that gives light of its own."""
    made = Surface("glow", Base_Color=tone, Emission_Color=tone, Emission_Strength=strength)
    return made.paint


def washi(tone: str = "#f4ead6", *, light: float = 0.0, warm: str = "#ffc98a") -> Paint:
    """Mulberry paper with long fibres; lit from inside when `light` is given."""
    made = Surface("washi", Roughness=0.9, Transmission_Weight=0.0)
    fibres = made.steps(made.noise(9, stretch=(1, 1, 4), detail=6), 0.45, 0.7)
    made.set(Base_Color=made.mix(made.times(fibres, 0.35), tone, "#d9c7a4"))
    if light:
        ribs = made.add("ShaderNodeTexWave", Vector=made.place, Scale=2.99)
        ribs.bands_direction = "Z"
        towards = made.add("ShaderNodeLayerWeight", Blend=0.5).outputs["Facing"]
        fade = made.add("ShaderNodeMapRange", Value=towards, To_Min=light * 1.15, To_Max=light * 0.5).outputs[0]
        seam = made.steps(ribs.outputs[1], 0.0, 0.25)
        shade = made.add("ShaderNodeMapRange", Value=seam, To_Min=0.72, To_Max=1.0).outputs[0]
        made.set(
            Emission_Color=made.mix(made.times(fibres, 0.6), warm, "#f0a860"), Emission_Strength=made.times(fade, shade)
        )
    made.bump(fibres, 0.15, 0.01)
    return made.paint


def plain(tone: str, *, rough: float = 0.5, coat: float = 0.0) -> Paint:
    """One even colour."""
    return Surface("plain", Base_Color=tone, Roughness=rough, Coat_Weight=coat).paint


Maker = Callable[[], Paint]
