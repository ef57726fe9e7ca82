"""AVIF beside WebP: offered at once, made when first asked for, and never missed by anybody."""

import asyncio
import io
from contextlib import AsyncExitStack

import pytest
from PIL import Image, ImageDraw, ImageFilter
from tests.kit.app import Browser, drain, statement_budget

from shopwright.platform.files import finer, picture_srcset, picture_url, prepare_picture
from shopwright.platform.files.finer import finer_srcset, is_finer
from shopwright.shop import Shop

FOR_EVER = "public, max-age=31536000, immutable"
STEM = "p/ab/" + "0" * 32


def _photograph(width: int, height: int) -> bytes:
    """Something with shades and an edge, as photographs have."""
    shades = Image.radial_gradient("L").resize((width, height))
    grain = Image.effect_noise((width, height), 24).filter(ImageFilter.GaussianBlur(1.5))
    picture = Image.blend(shades, grain, 0.3).convert("RGB")
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, width // 2, height // 2), fill="teal")
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=95)
    return target.getvalue()


async def _store(shop: Shop, *, width: int = 720, height: int = 500) -> str:
    prepared = prepare_picture(_photograph(width, height))
    for size in prepared.sizes:
        await shop.files.put(size.key, size.content, "image/webp")
    return prepared.stem


def test_every_size_is_offered_as_avif_too() -> None:
    srcset = picture_srcset(STEM, 640)
    assert finer_srcset(picture_url(STEM, 640), srcset) == f"/files/{STEM}-320.avif 320w, /files/{STEM}-640.avif 640w"
    assert finer_srcset(picture_url(STEM, 640)) == f"/files/{STEM}-640.avif"
    assert finer_srcset("/static/0123456789ab/gallery/cup.svg") == ""


def test_only_the_keys_of_pictures_are_finer() -> None:
    assert is_finer(f"{STEM}-640.avif")
    for key in (f"{STEM}-640.webp", "p/ab/cup-640.avif", f"x/{STEM}-640.avif", f"{STEM}-.avif"):
        assert not is_finer(key)


async def test_webp_answers_until_the_worker_has_made_avif(client: Browser, shop: Shop) -> None:
    stem = await _store(shop)
    coarse = await shop.files.get(f"{stem}-640.webp")
    early = await client.get(f"/files/{stem}-640.avif")
    assert (early.headers["content-type"], early.headers["cache-control"]) == ("image/webp", "public, max-age=60")
    assert early.content == coarse
    assert await drain(shop) == 1
    late = await client.get(f"/files/{stem}-640.avif")
    assert (late.headers["content-type"], late.headers["cache-control"]) == ("image/avif", FOR_EVER)
    made = Image.open(io.BytesIO(late.content))
    assert (made.format, made.size) == ("AVIF", (640, 444))
    assert len(late.content) < len(coarse)
    for width, size in ((320, (320, 222)), (720, (720, 500))):
        other = await client.get(f"/files/{stem}-{width}.avif")
        assert Image.open(io.BytesIO(other.content)).size == size


async def test_the_worker_is_asked_once_however_many_come(client: Browser, shop: Shop) -> None:
    stem = await _store(shop)
    with statement_budget(shop, at_most=1):
        for width in (320, 640, 720):
            assert (await client.get(f"/files/{stem}-{width}.avif")).status_code == 200
    assert await drain(shop) == 1
    with statement_budget(shop, at_most=0):
        assert (await client.get(f"/files/{stem}-640.avif")).headers["content-type"] == "image/avif"


async def test_who_could_not_ask_the_worker_leaves_it_to_the_next_one(client: Browser, shop: Shop) -> None:
    stem = await _store(shop)
    async with shop.database.reading() as reading:
        await reading.connection.execute("ALTER TABLE jobs.pgqueuer RENAME TO pgqueuer_away")
    answer = await client.get(f"/files/{stem}-640.avif")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    async with shop.database.reading() as reading:
        await reading.connection.execute("ALTER TABLE jobs.pgqueuer_away RENAME TO pgqueuer")
    assert (await client.get(f"/files/{stem}-640.avif")).status_code == 200
    assert await drain(shop) == 1


async def test_nobody_waits_for_a_connection_to_see_a_picture(
    client: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finer, "ASK_SECONDS_MAX", 0.05)
    stem = await _store(shop)
    async with AsyncExitStack() as held:
        for _ in range(shop.settings.pool_size):
            await held.enter_async_context(shop.database.pool.acquire())
        async with asyncio.timeout(10):
            answers = await asyncio.gather(*(client.get(f"/files/{stem}-{width}.avif") for width in (320, 640, 720)))
    assert [answer.headers["content-type"] for answer in answers] == ["image/webp"] * 3
    assert (await client.get(f"/files/{stem}-640.avif")).status_code == 200
    assert await drain(shop) == 1


async def test_what_was_never_stored_is_missing_and_nobody_is_asked(client: Browser, shop: Shop) -> None:
    assert (await client.get(f"/files/{STEM}-640.avif")).status_code == 404
    assert (await client.get("/files/p/ab/cup-640.avif")).status_code == 404
    assert await drain(shop) == 0


async def test_what_shows_through_still_does(client: Browser, shop: Shop) -> None:
    target = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 128, 128, 0)).save(target, "PNG")
    prepared = prepare_picture(target.getvalue())
    for size in prepared.sizes:
        await shop.files.put(size.key, size.content, "image/webp")
    await client.get(f"/files/{prepared.stem}-64.avif")
    await drain(shop)
    answer = await client.get(f"/files/{prepared.stem}-64.avif")
    made = Image.open(io.BytesIO(answer.content))
    assert (made.mode, made.getchannel("A").getextrema()) == ("RGBA", (0, 0))
