"""Add, change, move, hide and remove the blocks of a draft. Shoppers see none of it before it is published."""

from collections.abc import Callable, Sequence

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.modules.content import store
from shopwright.modules.content.contracts import Block, Body, RemovedBlock
from shopwright.modules.content.errors import BlockChanged, TooManyBlocks
from shopwright.modules.content.rules import BLOCK_COUNT_MAX, check_body, find_block, moved, ordered, replaced
from shopwright.platform.db import Transaction

Blocks = tuple[Block, ...]


async def add_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; only what is published is on record.
    code: str,
    body: Body,
    after_id: int | None = None,
) -> int:
    """Put a block behind that of `after_id`, at the top where this is 0, and behind all where there is none such.

    Returns its id. Raises InvalidInput, TooManyBlocks.
    """
    check_body(body)
    block_id = await store.take_block_id(tx)

    def add(blocks: Blocks) -> Blocks:
        if len(blocks) >= BLOCK_COUNT_MAX:
            raise TooManyBlocks(limit=BLOCK_COUNT_MAX)
        places = {0: 0} | {block.id: place for place, block in enumerate(blocks, start=1)}
        place = len(blocks) if after_id is None else places.get(after_id, len(blocks))
        return (*blocks[:place], Block(block_id, body), *blocks[place:])

    await _edit(tx, code, add)
    return block_id


async def change_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    block_id: int,
    version: int,
    body: Body,
) -> None:
    """Write a block anew. Raises InvalidInput, BlockNotFound, and BlockChanged where it is past `version`."""
    check_body(body)

    def change(blocks: Blocks) -> Blocks:
        present = find_block(blocks, block_id)
        if present.version != version:
            raise BlockChanged
        return replaced(blocks, msgspec.structs.replace(present, body=body, version=version + 1))

    await _edit(tx, code, change)


async def move_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    block_id: int,
    steps: int,
) -> None:
    """Move a block so many places down, or up where negative; at the end it stays. Raises BlockNotFound."""
    await _edit(tx, code, lambda blocks: moved(blocks, block_id, steps))


async def order_blocks(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    block_ids: Sequence[int],
) -> None:
    """Put all blocks in the order given. Raises PageChanged where the ids are not exactly those of the draft."""
    await _edit(tx, code, lambda blocks: ordered(blocks, block_ids))


async def hide_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    block_id: int,
    is_hidden: bool,
) -> None:
    """Leave a block out of what will be published, or take it in again. Raises BlockNotFound."""
    await _edit(
        tx,
        code,
        lambda blocks: replaced(blocks, msgspec.structs.replace(find_block(blocks, block_id), is_hidden=is_hidden)),
    )


async def remove_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    block_id: int,
) -> RemovedBlock:
    """Take a block out of the draft. What it was is returned, for `put_back_block`. Raises BlockNotFound."""
    removed: list[RemovedBlock] = []

    def remove(blocks: Blocks) -> Blocks:
        block = find_block(blocks, block_id)
        removed.append(RemovedBlock(block, blocks.index(block)))
        return tuple(one for one in blocks if one is not block)

    await _edit(tx, code, remove)
    return removed[0]


async def put_back_block(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
    removed: RemovedBlock,
) -> None:
    """Put a removed block back at its place; nothing happens where it is there. Raises InvalidInput, TooManyBlocks."""
    check_body(removed.block.body)

    def put_back(blocks: Blocks) -> Blocks:
        if any(block.id == removed.block.id for block in blocks):
            return blocks
        if len(blocks) >= BLOCK_COUNT_MAX:
            raise TooManyBlocks(limit=BLOCK_COUNT_MAX)
        return (*blocks[: removed.place], removed.block, *blocks[removed.place :])

    await _edit(tx, code, put_back)


async def reset_draft(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - as above.
    code: str,
) -> None:
    """Begin the draft anew from what shoppers see; what was not published is lost."""
    await store.insert_page(tx, code=code, at=tx.at)
    draft = await store.lock_page(tx, code=code)
    published = await store.find_edition_blocks(tx, code=code, number=draft.published_number)
    await store.write_draft(tx, code=code, blocks=published or (), at=tx.at)


async def _edit(tx: Transaction, code: str, change: Callable[[Blocks], Blocks]) -> None:
    await store.insert_page(tx, code=code, at=tx.at)
    draft = await store.lock_page(tx, code=code)
    blocks = change(draft.blocks)
    if blocks != draft.blocks:
        await store.write_draft(tx, code=code, blocks=blocks, at=tx.at)
