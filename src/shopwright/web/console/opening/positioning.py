"""What the shop is: a choice that sets terms and lays out a home page, all of which can be changed afterwards."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import Refusal
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME, BlockPicture, Body
from shopwright.modules.content.errors import NothingToPublish
from shopwright.modules.markets import public as markets
from shopwright.modules.markets.permissions import SETUP
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.db.setting import put_setting
from shopwright.platform.files import PictureRefused
from shopwright.platform.http import Form, Request, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Checkbox, Choice, Text
from shopwright.platform.i18n import translate
from shopwright.shop import PROFILE, language_of, shop_of
from shopwright.web.console.opening.presets import BY_KEY, PRESETS, Material, Preset, terms_of
from shopwright.web.console.opening.steps import NOTHING, PATH, Back, came_back, finish_step, go_on, step_frame
from shopwright.web.console.opening.terms import amounts_exist
from shopwright.web.console.pages import act, in_languages, render

STEP = f"{PATH}/positioning"
UPLOAD_BYTES_MAX = 16_000_000


class PositioningForm(msgspec.Struct, frozen=True):
    """What the shop is, and what its home page may be made of."""

    positioning: Annotated[str, Choice(tuple(BY_KEY))]
    story_zh: Annotated[str, Text(most=1_000, is_long=True)] = ""
    story_en: Annotated[str, Text(most=1_000, is_long=True)] = ""
    lays_home: Annotated[bool, Checkbox()] = False


@get(STEP, requires(SETUP))
async def show_positioning(request: Request) -> Response[str]:
    """The kinds of shops, each with what it sets."""
    return await _page(request)


@post(STEP, requires(SETUP), body_bytes_max=UPLOAD_BYTES_MAX)
async def change_positioning(request: Request) -> Response[Any]:
    """Set what the choice sets, and lay out the home page anew where that was asked for."""
    form = await read_form(request)
    values = form.filled(PositioningForm)
    try:
        wanted = form.parse(PositioningForm)
        picture = await _store_picture(request, form)
        preset = BY_KEY[wanted.positioning]

        async def work(tx: Transaction, actor: Actor) -> None:
            # Who comes back to lay out the home page keeps the terms that were changed since.
            if (await shop_of(request).profile(tx)).positioning != preset.key:
                await _set_terms(request, tx, actor, preset)
            if wanted.lays_home:
                story = in_languages(zh_CN=wanted.story_zh, en=wanted.story_en)
                profile = await shop_of(request).profile(tx)
                await lay_home(tx, actor=actor, blocks=preset.lay_out(Material(profile.names, story, picture)))
            await finish_step(request, tx, "positioning")

        await act(request, work)
    except PictureRefused as refused:
        return await _page(request, came_back(request, values, refused, at="picture"))
    except Refusal as refused:
        return await _page(request, came_back(request, values, refused))
    return await go_on(request, "positioning")


async def lay_home(tx: Transaction, *, actor: Actor, blocks: Sequence[Body]) -> None:
    """Put these blocks in the place of all of the home page, and publish it; earlier editions can be taken back."""
    present = await content.get_draft(tx, code=HOME)
    for block in present.blocks:
        await content.remove_block(tx, actor=actor, code=HOME, block_id=block.id)
    for body in blocks:
        await content.add_block(tx, actor=actor, code=HOME, body=body)
    draft = await content.get_draft(tx, code=HOME)
    try:
        await content.publish_page(tx, actor=actor, code=HOME, version=draft.version)
    except NothingToPublish:
        # Shoppers see it already.
        return


async def _set_terms(request: Request, tx: Transaction, actor: Actor, preset: Preset) -> None:
    market = await markets.get_default_market(tx)
    terms = terms_of(preset, market)
    await markets.change_terms(
        tx, actor=actor, code=market.code, terms=terms, amounts_exist=amounts_exist, audit=staff.record_audit
    )
    profile = await shop_of(request).profile(tx)
    changed = msgspec.structs.replace(
        profile,
        positioning=preset.key,
        arrival_days=preset.arrival_days,
        follows_browser=preset.is_abroad,
    )
    await put_setting(tx, name=PROFILE, value=changed)
    detail = {
        "positioning": [profile.positioning, preset.key],
        "arrival_days": [profile.arrival_days, preset.arrival_days],
    }
    await staff.record_audit(tx, actor=actor, action=SETUP, subject="shop:positioning", detail=detail)


async def _store_picture(request: Request, form: Form) -> BlockPicture | None:
    upload = next((file for file in form.files.get("picture", ()) if file.filename), None)
    if upload is None:
        return None
    return await content.store_picture(shop_of(request).files, content=await upload.read())


async def _page(request: Request, back: Back = NOTHING) -> Response[str]:
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await step_frame(request, reading, "positioning", back)
        profile = await shop_of(request).profile(reading)
        draft = await content.get_draft(reading, code=HOME)
    begun = {"positioning": profile.positioning or PRESETS[0].key, "lays_home": "" if draft.blocks else "1"}
    context |= {
        "values": back.values or shown(PositioningForm) | begun,
        "has_home": bool(draft.blocks),
        "presets": [
            {
                "value": preset.key,
                "label": translate(preset.name, language),
                "note": translate(preset.sentence, language),
            }
            for preset in PRESETS
        ],
    }
    return render(request, "console/opening/positioning.html", context, status=back.status)
