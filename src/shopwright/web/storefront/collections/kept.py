"""One of the kept collections: by its address, and as pages show it."""

from collections.abc import Sequence
from typing import Any

from shopwright.modules.catalog.contracts import Collection
from shopwright.modules.catalog.errors import CollectionNotFound
from shopwright.platform.files import picture_srcset, picture_url
from shopwright.web.storefront.cards import show_picture

_WIDE = 1280


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
