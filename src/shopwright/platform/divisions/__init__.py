"""Chinese administrative divisions: province, city, district, as addresses and freight templates need them."""

from shopwright.platform.divisions.pasted import TEXT_LENGTH_MAX, Pasted, read_pasted
from shopwright.platform.divisions.tree import Division, UnknownDivision, children, find_by_names, path, provinces

__all__ = [
    "TEXT_LENGTH_MAX",
    "Division",
    "Pasted",
    "UnknownDivision",
    "children",
    "find_by_names",
    "path",
    "provinces",
    "read_pasted",
]
