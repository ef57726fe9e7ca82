"""Wide pictures of several products together."""

from registry import Build
from stage import Shot

SCENES: dict[str, tuple[Build, Shot]] = {}
