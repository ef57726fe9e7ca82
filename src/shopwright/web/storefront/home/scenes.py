"""The wide pictures of the home page, with their words: a setting that the demo fills and the console will change."""

from typing import Any

import msgspec

from shopwright.platform.db import Reading
from shopwright.platform.db.setting import get_setting
from shopwright.platform.files import picture_srcset, picture_url
from shopwright.platform.http import Request
from shopwright.platform.i18n import localised
from shopwright.shop import language_of, shop_of
from shopwright.web.storefront.cards import show_picture

SETTING = "storefront.home"
_WIDE = 1280


class Scene(msgspec.Struct, frozen=True):
    """One scene: words by language, where it leads, and its picture by stem and size in pixels."""

    titles: dict[str, str]
    url: str
    picture_stem: str
    width: int
    height: int
    texts: dict[str, str] = {}
    kickers: dict[str, str] = {}
    links: dict[str, str] = {}


class HomeScenes(msgspec.Struct, frozen=True):
    """The scenes in the order of the page: the first is the hero, the others stand between the lists."""

    scenes: tuple[Scene, ...] = ()


async def list_scenes(request: Request, reading: Reading) -> list[dict[str, Any]]:
    """The scenes as the hero component wants them; kept until somebody changes them."""
    home = await get_setting(reading, cache=shop_of(request).cache, name=SETTING, shape=HomeScenes)
    return [_show(scene, language_of(request)) for scene in home.scenes]


def _show(scene: Scene, language: str) -> dict[str, Any]:
    url = picture_url(scene.picture_stem, scene.width, wanted_width=_WIDE)
    srcset = picture_srcset(scene.picture_stem, scene.width)
    return {
        "title": localised(scene.titles, language),
        "text": localised(scene.texts, language),
        "kicker": localised(scene.kickers, language),
        "link": localised(scene.links, language),
        "url": scene.url,
        "image": show_picture(url, srcset, width=scene.width, height=scene.height),
    }
