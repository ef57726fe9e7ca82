"""The home page: its blocks as a draft, publishing, and the way back."""

from shopwright.web.console.home.acts import (
    change_visibility,
    move_block,
    order_blocks,
    publish,
    put_back_block,
    remove_block,
    reset,
    restore,
)
from shopwright.web.console.home.editing import add_block, change_block, show_block, show_new_block
from shopwright.web.console.home.overview import show_home

ROUTES = [
    show_home,
    show_new_block,
    add_block,
    order_blocks,
    publish,
    reset,
    restore,
    show_block,
    change_block,
    move_block,
    change_visibility,
    remove_block,
    put_back_block,
]
