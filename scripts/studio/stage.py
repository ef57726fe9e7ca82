"""The room in which everything is photographed: backdrop, lights, camera, and the shutter."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy
import materials
import shapes
from mathutils import Euler, Vector

Thing = Any  # A bpy object.
BACKDROPS = {"warm": "#e8e4dd", "mist": "#dfe5e2", "sand": "#e2d3bf", "dusk": "#3b3a3c"}
LENS = 85
SENSOR = 36
NOISE = 0.08  # Adaptive sampling stops here; the denoiser does the rest.


@dataclass(frozen=True)
class Shot:
    """Where the camera stands: degrees round and above the subject, how much of the frame it fills, what it looks at.

    `focus` and `span` (units across the frame) replace the framing by the subject's own size.
    """

    turn: float = 0
    rise: float = 16
    fill: float = 0.68
    focus: tuple[float, float, float] | None = None
    span: float = 0
    backdrop: str = "warm"
    mood: str = "day"
    wide: bool = False
    blur: float = 0


def clear(samples: int, size: int, *, wide: bool) -> None:
    """An empty room with the renderer set."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = NOISE
    scene.cycles.adaptive_min_samples = 8
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.denoising_prefilter = "ACCURATE"
    scene.cycles.use_light_tree = False
    scene.cycles.max_bounces = 12
    scene.cycles.transmission_bounces = 12
    scene.cycles.transparent_max_bounces = 12
    scene.cycles.diffuse_bounces = 2
    scene.cycles.glossy_bounces = 2
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.cycles.sample_clamp_indirect = 4
    scene.render.threads_mode = "FIXED"
    scene.render.threads = 2
    scene.render.resolution_x = size
    scene.render.resolution_y = size * 9 // 16 if wide else size
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    scene.render.image_settings.file_format = "PNG"


@contextmanager
def group(*, at: Sequence[float] = (0, 0, 0), turn: float = 0, size: float = 1) -> Iterator[None]:
    """Everything made inside stands together at a place, turned by degrees about the upright axis."""
    before = set(bpy.context.scene.objects)
    yield
    holder = bpy.data.objects.new("group", None)
    bpy.context.scene.collection.objects.link(holder)
    for thing in bpy.context.scene.objects:
        if thing not in before and thing is not holder and thing.parent is None:
            thing.parent = holder
    holder.location = tuple(at)
    holder.rotation_euler = (0, 0, math.radians(turn))
    holder.scale = (size, size, size)


@contextmanager
def made() -> Iterator[list[Thing]]:
    """The things made inside, each of which may then be moved on its own."""
    before = set(bpy.context.scene.objects)
    things: list[Thing] = []
    yield things
    things += [thing for thing in bpy.context.scene.objects if thing not in before]


def corners() -> list[Vector]:
    """Points all over the things in the room, for framing."""
    graph = bpy.context.evaluated_depsgraph_get()
    found = []
    for thing in bpy.context.scene.objects:
        if thing.type == "MESH" and not thing.get("scenery"):
            shown = thing.evaluated_get(graph)
            points = shown.data.vertices
            found += [shown.matrix_world @ points[i].co for i in range(0, len(points), max(1, len(points) // 4000))]
    return found


def scenery(thing: Thing) -> Thing:
    """A thing that the camera need not frame."""
    thing["scenery"] = True
    return thing


def photograph(shot: Shot, path: Path) -> None:
    """Light the room, aim the camera and write the picture as PNG."""
    points = corners()
    low = Vector([min(point[axis] for point in points) for axis in range(3)])
    high = Vector([max(point[axis] for point in points) for axis in range(3)])
    middle = (low + high) / 2
    reach = max((high - low).length / 2, 0.3)
    aim(shot, points, middle)
    if shot.backdrop != "none":
        seamless(shot, reach if not shot.span else max(reach, shot.span / 2))
    light(shot, middle, max(reach, 0.3))
    bpy.context.scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def aim(shot: Shot, points: Sequence[Vector], middle: Vector) -> None:
    """Put up the camera so that the subject fills the wished part of the frame."""
    camera = bpy.data.cameras.new("camera")
    camera.lens, camera.sensor_width = LENS, SENSOR
    holder = bpy.data.objects.new("camera", camera)
    bpy.context.scene.collection.objects.link(holder)
    bpy.context.scene.camera = holder
    turn, rise = math.radians(shot.turn - 90), math.radians(shot.rise)
    way = Vector((math.cos(turn) * math.cos(rise), math.sin(turn) * math.cos(rise), math.sin(rise)))
    holder.rotation_euler = way.to_track_quat("Z", "Y").to_euler()
    basis = holder.rotation_euler.to_matrix()
    right, up = basis.col[0], basis.col[1]
    target = Vector(shot.focus) if shot.focus else middle
    distance = shot.span * LENS / SENSOR
    tall = 9 / 16 if shot.wide else 1
    for _ in range(0 if shot.span else 4):
        distance = max(distance, 1)
        seen = [((p - target).dot(right), (p - target).dot(up), distance - (p - target).dot(way)) for p in points]
        across = [x / depth for x, _, depth in seen if depth > 0]
        upward = [y / depth for _, y, depth in seen if depth > 0]
        target = target + right * distance * (max(across) + min(across)) / 2
        target = target + up * distance * (max(upward) + min(upward)) / 2
        need = max(max(across) - min(across), (max(upward) - min(upward)) / tall)
        distance *= need * LENS / SENSOR / shot.fill
    if not shot.span:
        target = target + up * distance * SENSOR / LENS * 0.015
    holder.location = target + way * distance
    camera.clip_end = distance * 20
    if shot.blur:
        camera.dof.use_dof = True
        camera.dof.focus_distance = distance
        camera.dof.aperture_fstop = shot.blur


def seamless(shot: Shot, reach: float) -> None:
    """A paper sweep behind the subject, wide enough for its camera, square to it."""
    tone = BACKDROPS[shot.backdrop]
    back, bend, wide = 3.2 * reach, 3.5 * reach, 40 * reach
    profile = [(-40 * reach, 0.0)]
    profile += [
        (back + bend * math.sin(a), bend - bend * math.cos(a)) for a in (math.pi / 2 * i / 24 for i in range(25))
    ]
    profile += [(back + bend, 60 * reach)]
    rows = [(x, y, z) for x in (-wide, wide) for y, z in profile]
    count = len(profile)
    faces = [(j, j + 1, count + j + 1, count + j) for j in range(count - 1)]
    sheet = scenery(shapes.solid("backdrop", rows, faces, materials.plain(tone, rough=0.95)))
    sheet.rotation_euler = (0, 0, math.radians(shot.turn))


MOODS = {
    # key, fill, top, world: strength each; then the colour of key and world.
    "day": (62, 13, 30, 0.62, "#fff8f0", "#f4f4f4"),
    "window": (34, 10, 18, 0.52, "#fff0e0", "#eaeff3"),
    "soft": (50, 10, 24, 0.5, "#fff3e4", "#f2f3f5"),
    "evening": (24, 14, 10, 0.5, "#ffcf9f", "#5a6d8c"),
}


def light(shot: Shot, middle: Vector, reach: float) -> None:
    """A large soft key from the left, a cool fill from the right, a top light; all in proportion to the subject."""
    key, fill, top, world, warm, sky = MOODS[shot.mood]
    turn = math.radians(shot.turn)

    def area(way: Sequence[float], watts: float, size: float, tone: str) -> None:
        x, y = way[0] * math.cos(turn) - way[1] * math.sin(turn), way[0] * math.sin(turn) + way[1] * math.cos(turn)
        lamp = bpy.data.lights.new("softbox", "AREA")
        lamp.energy, lamp.size, lamp.color = watts * reach**2, size * reach, materials.linear(tone)[:3]
        holder = bpy.data.objects.new("softbox", lamp)
        holder.location = middle + Vector((x, y, way[2])) * reach
        holder.rotation_euler = (middle - holder.location).to_track_quat("-Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(holder)

    area((-3.4, -2.0, 3.2), key * 4.2, 2.8, warm)
    area((4.2, -1.2, 2.0), fill * 4.2, 2.4, "#eaf2ff")
    area((0.3, 2.0, 5.0), top * 4.2, 3.6, "#fffaf2")
    if shot.mood == "window":
        sunlight(middle, reach, turn)
    room = bpy.data.worlds.new("room")
    bpy.context.scene.world = room
    room.use_nodes = True
    back = room.node_tree.nodes["Background"]
    back.inputs[0].default_value = materials.linear(sky)
    back.inputs[1].default_value = world


def sunlight(middle: Vector, reach: float, turn: float) -> None:
    """Morning sun from the left, through the bars of a window that stands out of sight."""
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy, sun.angle, sun.color = 3.8, math.radians(1.6), materials.linear("#ffefdc")[:3]
    holder = bpy.data.objects.new("sun", sun)
    from_ = Vector((-0.80, -0.42, 0.62)).normalized()
    from_.rotate(Euler((0, 0, turn)))
    holder.rotation_euler = from_.to_track_quat("Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(holder)
    frame = from_.to_track_quat("Z", "Y").to_matrix()
    dark = materials.plain("#776f66")
    for across, upward, wide, tall in ((-1.25, 0, 0.16, 9), (0.35, 0, 0.16, 9), (1.95, 0, 0.16, 9), (0, 0.9, 9, 0.16)):
        centre = middle + from_ * reach * 7 + (frame.col[0] * across + frame.col[1] * upward) * reach
        half_x, half_y = frame.col[0] * wide * reach / 2, frame.col[1] * tall * reach / 2
        bar = [centre - half_x - half_y, centre + half_x - half_y, centre + half_x + half_y, centre - half_x + half_y]
        scenery(shapes.solid("bar", bar, [(0, 1, 2, 3)], dark)).visible_camera = False
