"""The face of content."""

from shopwright.modules.content.operations.clear import clear_pages, list_picture_stems
from shopwright.modules.content.operations.edit_draft import (
    add_block,
    change_block,
    hide_block,
    move_block,
    order_blocks,
    put_back_block,
    remove_block,
    reset_draft,
)
from shopwright.modules.content.operations.publish_page import publish_page, restore_edition
from shopwright.modules.content.operations.store_picture import store_picture
from shopwright.modules.content.queries import PUBLISHED, find_published, get_draft, list_editions, preview_draft
from shopwright.modules.content.rules import BLOCK_COUNT_MAX, find_block

__all__ = [
    "BLOCK_COUNT_MAX",
    "PUBLISHED",
    "add_block",
    "change_block",
    "clear_pages",
    "find_block",
    "find_published",
    "get_draft",
    "hide_block",
    "list_editions",
    "list_picture_stems",
    "move_block",
    "order_blocks",
    "preview_draft",
    "publish_page",
    "put_back_block",
    "remove_block",
    "reset_draft",
    "restore_edition",
    "store_picture",
]
