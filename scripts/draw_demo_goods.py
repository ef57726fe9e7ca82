"""Draws the pictures of the demo catalogue: `python scripts/draw_demo_goods.py [name ...]`, all of them without a name.

It takes about five minutes and needs Chromium and the development packages. The pictures are committed, so nobody has
to run it to use the shop.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from demo_goods.pictures import all_pictures
from demo_goods.raster import draw

FOLDER = Path(__file__).parents[1] / "src" / "shopwright" / "demo" / "catalogue" / "pictures"


def main() -> None:
    """Draw the named pictures."""
    pictures = all_pictures()
    names = sys.argv[1:] or list(pictures)
    unknown = [name for name in names if name not in pictures]
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(unknown)}")
    draw(((name, pictures[name]()) for name in names), FOLDER)


if __name__ == "__main__":
    main()
