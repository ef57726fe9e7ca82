"""What the shop is called, its logo, its seal, its accent."""

from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.enums import MediaType

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.modules.content import public as content
from shopwright.modules.markets.permissions import SETUP
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.db.setting import put_setting
from shopwright.platform.files import PictureRefused
from shopwright.platform.http import Form, Request, get, post, read_form, requires
from shopwright.platform.http.fields import Checkbox, Choice, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import PROFILE, Logo, ShopProfile, language_of, shop_of
from shopwright.web.appearance import logo_url, theme_css
from shopwright.web.console.opening.steps import NOTHING, PATH, Back, came_back, finish_step, go_on, step_frame
from shopwright.web.console.pages import act, address, in_languages, render
from shopwright.web.theme import is_accent

STEP = f"{PATH}/face"
UPLOAD_BYTES_MAX = 16_000_000
OWN = "own"
HOUSE = "house"
HOUSE_COLOUR = "#b9432a"
SWATCHES = (
    (HOUSE, HOUSE_COLOUR, _("Cinnabar")),
    ("#1d6f5c", "#1d6f5c", _("Pine")),
    ("#2a6fb0", "#2a6fb0", _("Lake")),
    ("#6b4fa0", "#6b4fa0", _("Wisteria")),
    ("#b23a6b", "#b23a6b", _("Plum blossom")),
    ("#8a6116", "#8a6116", _("Amber")),
    ("#3d4a57", "#3d4a57", _("Slate")),
)
_COLOURS = tuple(value for value, _colour, _name in SWATCHES)


class FaceForm(msgspec.Struct, frozen=True):
    """The shop's face. A swatch is a colour, the house's own, or `own` with the colour beside it."""

    name_zh: Annotated[str, Text(most=40)] = ""
    name_en: Annotated[str, Text(most=40)] = ""
    logo_text: Annotated[str, Text(most=1)] = ""
    swatch: Annotated[str, Choice((*_COLOURS, OWN))] = HOUSE
    accent: Annotated[str, Text(most=7)] = ""
    without_logo: Annotated[bool, Checkbox()] = False


@get(STEP, requires(SETUP))
async def show_face(request: Request) -> Response[str]:
    """The form, filled with what is."""
    return await _page(request)


@post(STEP, requires(SETUP), body_bytes_max=UPLOAD_BYTES_MAX)
async def change_face(request: Request) -> Response[Any]:
    """Keep the face, or only show how it would look."""
    form = await read_form(request)
    values = form.filled(FaceForm)
    try:
        wanted = form.parse(FaceForm)
        names, accent = _checked(wanted)
        if form.text("act") == "preview":
            return await _page(request, Back(values), accent=accent)
        logo = await _store_logo(request, form)
    except PictureRefused as refused:
        return await _page(request, came_back(request, values, refused, at="logo"))
    except Refusal as refused:
        return await _page(request, came_back(request, values, refused))

    async def work(tx: Transaction, actor: Actor) -> None:
        present = await shop_of(request).profile(tx)
        kept = None if wanted.without_logo else logo or present.logo
        changed = msgspec.structs.replace(present, names=names, logo_text=wanted.logo_text, accent=accent, logo=kept)
        await put_setting(tx, name=PROFILE, value=changed)
        detail = {"names": [present.names, names], "accent": [present.accent, accent]}
        await staff.record_audit(tx, actor=actor, action=SETUP, subject="shop:face", detail=detail)
        await finish_step(request, tx, "face")

    await act(request, work)
    return await go_on(request, "face")


@get(PATH + "/accent.css", requires(SETUP))
async def show_accent(request: Request) -> Response[str]:
    """The shades of a colour that nobody has chosen yet, for the preview."""
    colour = request.query_params.get("colour", "")
    if not is_accent(colour):
        raise NotFound
    return Response(theme_css(colour), media_type=MediaType.CSS, headers={"Cache-Control": "private, max-age=60"})


def _checked(wanted: FaceForm) -> tuple[dict[str, str], str]:
    """The names and the accent, or InvalidInput with every wrong field."""
    wrong: dict[str, FieldError] = {}
    names = in_languages(zh_CN=wanted.name_zh, en=wanted.name_en)
    if not names:
        wrong["name_zh"] = FieldError("Give the shop a name in at least one language.")
    accent = {HOUSE: "", OWN: wanted.accent.lower()}.get(wanted.swatch, wanted.swatch)
    if wanted.swatch == OWN and not is_accent(accent):
        wrong["accent"] = FieldError("Enter a colour such as {example}.", example="#2a6fb0")
    if wrong:
        raise InvalidInput(wrong)
    return names, accent


async def _store_logo(request: Request, form: Form) -> Logo | None:
    upload = next((file for file in form.files.get("logo", ()) if file.filename), None)
    if upload is None:
        return None
    stored = await content.store_picture(shop_of(request).files, content=await upload.read())
    return Logo(stored.file_key, stored.width, stored.height)


async def _page(request: Request, back: Back = NOTHING, *, accent: str | None = None) -> Response[str]:
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await step_frame(request, reading, "face", back)
        profile = await shop_of(request).profile(reading)
    shown = profile.accent if accent is None else accent
    context |= {
        "values": back.values or _values(profile),
        "swatches": [
            {"value": value, "colour": colour, "name": translate(name, language)} for value, colour, name in SWATCHES
        ],
        "logo_url": logo_url(profile),
        "preview": {
            "css": address(f"{PATH}/accent.css", colour=shown or HOUSE_COLOUR),
            "is_tried": accent is not None,
        },
    }
    return render(request, "console/opening/face.html", context, status=back.status)


def _values(profile: ShopProfile) -> dict[str, str]:
    is_preset = not profile.accent or profile.accent in _COLOURS
    return {
        "name_zh": profile.names.get("zh_CN", ""),
        "name_en": profile.names.get("en", ""),
        "logo_text": profile.logo_text,
        "swatch": (profile.accent or HOUSE) if is_preset else OWN,
        "accent": "" if is_preset else profile.accent,
        "without_logo": "",
    }
