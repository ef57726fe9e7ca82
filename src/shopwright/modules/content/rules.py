"""What a page may hold, and how its draft is rearranged. Every wrong field is told at once."""

import re
from collections.abc import Sequence

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.note import NOTE_LENGTH_MAX
from shopwright.modules.content.contracts import (
    Block,
    BlockPicture,
    Body,
    CategoryTiles,
    CollectionShelf,
    Scene,
    Story,
    Words,
)
from shopwright.modules.content.errors import BlockNotFound, PageChanged
from shopwright.platform.i18n import LANGUAGES

BLOCK_COUNT_MAX = 20
EDITION_SHOWN_MAX = 20
KICKER_LENGTH_MAX = 30
HEADING_LENGTH_MAX = 40
TEXT_LENGTH_MAX = 120
STORY_LENGTH_MAX = 1_000
LINK_LENGTH_MAX = 20
ALT_LENGTH_MAX = 120
URL_LENGTH_MAX = 300
TILE_COUNT_MAX = 12

# A way within the shop, or to another site by https; nothing that a browser would run or take for another host.
_URL = re.compile(r"/(?![/\\])[^\s\\]*|https://[^\s\\/][^\s\\]*")


def check_body(body: Body) -> None:
    """Raise `InvalidInput` with every field of a block that is missing, too long or leads nowhere."""
    wrong: dict[str, FieldError] = {}
    _check_words(body.headings, "headings", HEADING_LENGTH_MAX, wrong)
    if isinstance(body, Scene | Story):
        _require(body.headings, "headings", wrong)
        _check_words(body.links, "links", LINK_LENGTH_MAX, wrong)
        _check_url(body.url, wrong, is_required=isinstance(body, Scene))
        _check_picture(body.picture, wrong)
    if isinstance(body, Scene):
        _check_words(body.kickers, "kickers", KICKER_LENGTH_MAX, wrong)
    if isinstance(body, CategoryTiles):
        if len(body.category_ids) > TILE_COUNT_MAX:
            wrong["category_ids"] = FieldError("At most {limit} entries.", limit=TILE_COUNT_MAX)
    else:
        _check_words(body.texts, "texts", STORY_LENGTH_MAX if isinstance(body, Story) else TEXT_LENGTH_MAX, wrong)
    if isinstance(body, Story):
        _require(body.texts, "texts", wrong)
    if isinstance(body, CollectionShelf) and body.collection_id <= 0:
        wrong["collection_id"] = FieldError("Please choose one.")
    if wrong:
        raise InvalidInput(wrong)


def check_note(note: str) -> None:
    """Raise `InvalidInput` at the field `note` where it is too long."""
    if len(note) > NOTE_LENGTH_MAX:
        raise InvalidInput({"note": FieldError("At most {limit} characters.", limit=NOTE_LENGTH_MAX)})


def find_block(blocks: Sequence[Block], block_id: int) -> Block:
    """The block of that id. Raises BlockNotFound."""
    for block in blocks:
        if block.id == block_id:
            return block
    raise BlockNotFound


def moved(blocks: Sequence[Block], block_id: int, steps: int) -> tuple[Block, ...]:
    """The blocks with one of them `steps` further down, or up where negative; at the end it stays."""
    rest = [block for block in blocks if block.id != block_id]
    place = [block.id for block in blocks].index(find_block(blocks, block_id).id)
    rest.insert(max(0, min(len(rest), place + steps)), blocks[place])
    return tuple(rest)


def ordered(blocks: Sequence[Block], block_ids: Sequence[int]) -> tuple[Block, ...]:
    """The blocks in the order of the ids. Raises PageChanged where these are not exactly those of the blocks."""
    if sorted(block_ids) != sorted(block.id for block in blocks):
        raise PageChanged
    by_id = {block.id: block for block in blocks}
    return tuple(by_id[block_id] for block_id in block_ids)


def replaced(blocks: Sequence[Block], changed: Block) -> tuple[Block, ...]:
    """The blocks with one of them changed."""
    return tuple(changed if block.id == changed.id else block for block in blocks)


def shown(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What shoppers get of a draft: the blocks that are not hidden, as if new."""
    return tuple(msgspec.structs.replace(block, version=1) for block in blocks if not block.is_hidden)


def is_link(url: str) -> bool:
    """Whether a link may lead there: a path of the shop, or another site by https."""
    return len(url) <= URL_LENGTH_MAX and _URL.fullmatch(url) is not None


def _check_url(url: str, wrong: dict[str, FieldError], *, is_required: bool) -> None:
    if not url and is_required:
        wrong["url"] = FieldError("Please fill in this field.")
    elif url and not is_link(url):
        wrong["url"] = FieldError("Enter a path of this shop such as {example}, or an address with https.", example="/")


def _check_picture(picture: BlockPicture | None, wrong: dict[str, FieldError]) -> None:
    if picture is not None:
        _check_words(picture.alts, "alts", ALT_LENGTH_MAX, wrong)


def _require(words: Words, field: str, wrong: dict[str, FieldError]) -> None:
    if not any(text.strip() for text in words.values()):
        wrong.setdefault(field, FieldError("Please fill in this field."))


def _check_words(words: Words, field: str, length_max: int, wrong: dict[str, FieldError]) -> None:
    for language, text in words.items():
        if language not in LANGUAGES:
            wrong.setdefault(field, FieldError("This language is not spoken here."))
        if len(text) > length_max:
            wrong.setdefault(field, FieldError("At most {limit} characters.", limit=length_max))
        if "\x00" in text:
            wrong.setdefault(field, FieldError("The text contains a character that cannot be stored."))
