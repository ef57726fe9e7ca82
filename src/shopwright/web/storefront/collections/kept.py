"""The shop's collections, kept until the catalogue says that they or the tree changed."""

from collections.abc import Sequence
from typing import Any

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Collection
from shopwright.modules.catalog.errors import CollectionNotFound
from shopwright.platform.db import Reading
from shopwright.platform.files import picture_srcset, picture_url
from shopwright.platform.http import Request
from shopwright.shop import language_of, shop_of
from shopwright.web.storefront.cards import show_picture

_WIDE = 1280


async def keep_collections(request: Request, reading: Reading) -> Sequence[Collection]:
    """Every listed collection in the visitor's language; no statement once they are kept."""
    language = language_of(request)

    async def load(reading: Reading) -> Sequence[Collection]:
        return await catalog.list_collections(reading, language=language)

    return await shop_of(request).cache.get(reading, catalog.COLLECTIONS, load, key=("collections", language))


def find_collection(collections: Sequence[Collection], slug: str) -> Collection:
    """The collection of an address. Raises CollectionNotFound."""
    for collection in collections:
        if collection.slug == slug:
            return collection
    raise CollectionNotFound


def collection_url(collection: Collection) -> str:
    """The address of a collection's page."""
    return f"/collections/{collection.slug}"


def show_collection_picture(collection: Collection) -> Any:
    """Its picture for the picture component; None where it has none."""
    kept = collection.picture
    if kept is None:
        return None
    url = picture_url(kept.file_key, kept.width, wanted_width=_WIDE)
    return show_picture(url, picture_srcset(kept.file_key, kept.width), width=kept.width, height=kept.height)
