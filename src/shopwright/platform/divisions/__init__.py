"""Chinese administrative divisions: province, city, district, as addresses and freight templates need them."""

from shopwright.platform.divisions.tree import Division, UnknownDivision, children, find_by_names, path, provinces

__all__ = ["Division", "UnknownDivision", "children", "find_by_names", "path", "provinces"]
