"""The blocks of the home page in their order, what is published, and what was."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response

from shopwright.kernel.errors import FieldError
from shopwright.modules.catalog import public as catalog
from shopwright.modules.content import permissions
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    Block,
    BlockKind,
    BlockPicture,
    CategoryTiles,
    CollectionShelf,
    Draft,
    Scene,
    Story,
)
from shopwright.platform.files import picture_url
from shopwright.platform.http import Request, explain, get, requires
from shopwright.platform.i18n import _, localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import frame, render

PATH = "/console/home"
KINDS = {
    BlockKind.SCENE: (_("Scene"), _("A wide picture with few words that leads somewhere.")),
    BlockKind.COLLECTION: (_("Collection shelf"), _("The first products of a collection.")),
    BlockKind.NEW_ARRIVALS: (_("New arrivals"), _("What was listed last.")),
    BlockKind.BEST_SELLERS: (_("Best sellers"), _("What sells best.")),
    BlockKind.CATEGORIES: (_("Category tiles"), _("Ways in by category, with pictures.")),
    BlockKind.STORY: (_("Story"), _("Words about the shop, with a picture or alone.")),
}
_THUMBNAIL = 320


def kind_of(block: Block) -> BlockKind:
    """What a block is."""
    return BlockKind(str(block.body.__struct_config__.tag))


@get(PATH, requires(permissions.VIEW))
async def show_home(request: Request) -> Response[str]:
    """The draft, what can be done with it, and the editions before it. Three statements."""
    return await home_page(request)


async def home_page(
    request: Request,
    *,
    problem: str = "",
    fields: Mapping[str, FieldError] = MappingProxyType({}),
    note: str = "",
    status: int = 200,
) -> Response[str]:
    """The page as it is, with what could not be done."""
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="home", at=PATH)
        draft = await content.get_draft(reading, code=HOME)
        editions = await content.list_editions(reading, code=HOME)
        collections = await catalog.list_collections_for_staff(reading, language=language)
        published = await content.find_published(reading, code=HOME)
    names = {int(collection.id): collection for collection in collections}
    has_changes = _differs(draft, None if published is None else published.blocks)
    context |= {
        "draft": draft,
        "blocks": [show_row(block, names, language) for block in draft.blocks],
        "block_ids": ",".join(str(block.id) for block in draft.blocks),
        "is_full": len(draft.blocks) >= content.BLOCK_COUNT_MAX,
        "kinds": [
            {"key": kind.value, "name": translate(name, language), "note": translate(text, language)}
            for kind, (name, text) in KINDS.items()
        ],
        "editions": [{"record": record, "is_shown": record.number == draft.published_number} for record in editions],
        "has_before": any(record.number < draft.published_number for record in editions),
        "has_changes": has_changes,
        "problem": problem,
        "errors": explain(fields, language),
        "note": note,
    }
    return render(request, "console/home/home.html", context, status=status)


def _differs(draft: Draft, published: tuple[Block, ...] | None) -> bool:
    """Whether publishing would change what shoppers see."""
    visible = [(block.id, block.body) for block in draft.blocks if not block.is_hidden]
    return bool(visible) and visible != [(block.id, block.body) for block in published or ()]


def show_row(block: Block, collections: Mapping[int, Any], language: str) -> dict[str, Any]:
    """A block as a row of the draft shows it; `collections` by their ids."""
    body, kind = block.body, kind_of(block)
    picture: BlockPicture | None = body.picture if isinstance(body, Scene | Story) else None
    warning = ""
    title = localised(body.headings, language)
    if isinstance(body, CollectionShelf):
        collection = collections.get(body.collection_id)
        title = title or ("" if collection is None else collection.name)
        if collection is None:
            warning = translate("The collection was removed: shoppers do not see this block.", language)
        elif collection.listed_at is None:
            warning = translate("The collection is delisted: shoppers do not see this block.", language)
    name = translate(KINDS[kind][0], language)
    words = {} if isinstance(body, CategoryTiles) else body.texts
    return {
        "id": block.id,
        "url": f"{PATH}/blocks/{block.id}",
        "kind": name,
        "title": title or name,
        "text": localised(words, language),
        "is_hidden": block.is_hidden,
        "picture_url": None
        if picture is None
        else picture_url(picture.file_key, picture.width, wanted_width=_THUMBNAIL),
        "warning": warning,
    }
