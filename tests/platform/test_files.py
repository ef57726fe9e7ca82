import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from shopwright.platform.files import (
    FileNotStored,
    FileStore,
    KeptPicture,
    PreparedPicture,
    keep_picture,
    picture_srcset,
    picture_stem,
    picture_url,
    prepare_picture,
)
from shopwright.platform.files.pictures import (
    BYTES_MAX,
    FRAMES_MAX,
    PictureDamaged,
    PictureNotRecognised,
    PictureTooHeavy,
    PictureTooLarge,
    PictureTooNarrow,
    stored_widths,
)

ORIENTATION = 0x0112
UPSIDE_RIGHT = 6


def encoded(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, "teal").save(target, kind, **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def sizes(prepared: PreparedPicture) -> dict[str, tuple[int, int]]:
    return {size.key: opened(size.content).size for size in prepared.sizes}


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1, (1,)),
        (320, (320,)),
        (321, (321,)),
        (353, (320, 353)),
        (1000, (320, 640, 1000)),
        (1280, (320, 640, 960, 1280)),
        (5000, (320, 640, 960, 1280, 1600)),
    ],
)
def test_stored_widths_never_exceed_the_picture(width: int, expected: tuple[int, ...]) -> None:
    assert stored_widths(width) == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_accepted_type_becomes_webp_in_five_widths(kind: str) -> None:
    content = encoded((2000, 1000), kind)
    prepared = prepare_picture(content)
    stem = picture_stem(content)
    assert (prepared.stem, prepared.width, prepared.height) == (stem, 1600, 800)
    assert sizes(prepared) == {
        f"{stem}-1600.webp": (1600, 800),
        f"{stem}-1280.webp": (1280, 640),
        f"{stem}-960.webp": (960, 480),
        f"{stem}-640.webp": (640, 320),
        f"{stem}-320.webp": (320, 160),
    }
    assert {opened(size.content).format for size in prepared.sizes} == {"WEBP"}


def test_a_small_picture_keeps_its_size() -> None:
    prepared = prepare_picture(encoded((100, 50), "PNG"))
    assert list(sizes(prepared).values()) == [(100, 50)]
    assert (prepared.width, prepared.height) == (100, 50)


def test_the_same_upload_gets_the_same_name_and_another_one_does_not() -> None:
    content = encoded((50, 50))
    assert prepare_picture(content) == prepare_picture(content)
    stem = picture_stem(content)
    assert stem[:2] == "p/"
    assert stem == f"p/{stem[5:7]}/{stem[5:]}"
    assert len(stem) == 37
    assert picture_stem(content + b"x") != stem


def made_beforehand(size: tuple[int, int]) -> bytes:
    return encoded(size, "WEBP", quality=5)


async def test_what_is_stored_from_the_same_upload_is_left_as_it_is(tmp_path: Path) -> None:
    files, content = FileStore(tmp_path), encoded((1000, 500), "PNG")
    stem = picture_stem(content)
    kept = await keep_picture(files, content=content)
    assert kept == KeptPicture(stem, 1000, 500)
    await files.put(f"{stem}-320.webp", made_beforehand((320, 160)), "image/webp")
    assert await keep_picture(files, content=content) == kept
    assert await files.get(f"{stem}-320.webp") == made_beforehand((320, 160))


def turned(kind: str) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = UPSIDE_RIGHT
    return encoded((400, 1000), kind, exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_turned_photograph_is_found_again_by_its_upright_width(tmp_path: Path, kind: str) -> None:
    files, content = FileStore(tmp_path), turned(kind)
    stem = picture_stem(content)
    assert await keep_picture(files, content=content) == KeptPicture(stem, 1000, 400)
    await files.put(f"{stem}-320.webp", made_beforehand((320, 128)), "image/webp")
    assert await keep_picture(files, content=content) == KeptPicture(stem, 1000, 400)
    assert await files.get(f"{stem}-320.webp") == made_beforehand((320, 128))


@pytest.mark.parametrize("width", [320, 640, 1000])
@pytest.mark.parametrize("left", [None, b"", made_beforehand((640, 320))[:-9], made_beforehand((5, 5))])
async def test_a_size_that_is_missing_or_damaged_has_all_made_anew(
    tmp_path: Path, width: int, left: bytes | None
) -> None:
    files, content = FileStore(tmp_path), encoded((1000, 500), "PNG")
    kept = await keep_picture(files, content=content)
    if left is None:
        await files.delete(f"{kept.stem}-{width}.webp")
    else:
        await files.put(f"{kept.stem}-{width}.webp", left, "image/webp")
    assert await keep_picture(files, content=content) == KeptPicture(kept.stem, 1000, 500)
    stored = {step: await files.get(f"{kept.stem}-{step}.webp") for step in (1000, 640, 320)}
    assert list(stored.values()) == [size.content for size in prepare_picture(content).sizes]


def test_a_picture_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = UPSIDE_RIGHT
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 0.0)}
    prepared = prepare_picture(encoded((400, 200), exif=exif, comment=b"secret place"))
    assert (prepared.width, prepared.height) == (200, 400)
    (only,) = prepared.sizes
    kept = opened(only.content)
    assert (dict(kept.getexif()), kept.info.get("icc_profile"), kept.info.get("xmp")) == ({}, None, None)
    assert b"secret" not in only.content


def test_what_shows_through_stays_so() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 128, 128, 100)).save(target, "PNG")
    (only,) = prepare_picture(target.getvalue()).sizes
    assert opened(only.content).convert("RGBA").getpixel((5, 5)) == (0, 128, 128, 100)


def test_colours_of_a_profile_become_those_of_every_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (only,) = prepare_picture(encoded((64, 64), "PNG", icc_profile=profile)).sizes
    assert "icc_profile" not in opened(only.content).info
    (broken,) = prepare_picture(encoded((64, 64), "PNG", icc_profile=b"no profile")).sizes
    assert opened(broken.content).size == (64, 64)


def test_the_other_half_of_a_polyglot_is_left_behind() -> None:
    page = b"<script>alert(1)</script>PK\x03\x04"
    for content in (encoded((64, 64), "GIF") + page, encoded((64, 64), comment=page)):
        (only,) = prepare_picture(content).sizes
        assert b"script" not in only.content


def test_an_animation_keeps_its_first_frame() -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    (only,) = prepare_picture(target.getvalue()).sizes
    assert getattr(opened(only.content), "n_frames", 1) == 1


def animation(frame_count: int) -> bytes:
    target = io.BytesIO()
    frames = [Image.new("L", (1, 1), number % 256) for number in range(frame_count)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", PictureNotRecognised),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureNotRecognised),
        (b"%PDF-1.7", PictureNotRecognised),
        (encoded((10, 10), "BMP"), PictureNotRecognised),
        (encoded((10, 10), "TIFF"), PictureNotRecognised),
        (b"GIF89a<html><script>", PictureDamaged),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, PictureDamaged),
        (encoded((900, 900), "JPEG", quality=95)[:2000], PictureDamaged),
        (encoded((300, 300), "PNG")[:-40], PictureDamaged),
        (b"\xff\xd8\xff" + b"\x00" * (BYTES_MAX - 2), PictureTooHeavy),
        (encoded((8000, 5001), "PNG", "1"), PictureTooLarge),
        (encoded((20000, 20000), "PNG", "1"), PictureTooLarge),
        (animation(FRAMES_MAX + 1), PictureTooLarge),
        (encoded((1000, 49), "PNG"), PictureTooNarrow),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_no_picture_of_ours_is_refused_and_says_why(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        prepare_picture(content)


def test_addresses_name_the_stored_sizes() -> None:
    assert picture_url("p/ab/ab12", 1280) == "/files/p/ab/ab12-640.webp"
    assert picture_url("p/ab/ab12", 500) == "/files/p/ab/ab12-500.webp"
    assert picture_url("p/ab/ab12", 1280, wanted_width=1280) == "/files/p/ab/ab12-1280.webp"
    assert picture_srcset("p/ab/ab12", 500) == "/files/p/ab/ab12-320.webp 320w, /files/p/ab/ab12-500.webp 500w"
    assert [size.split()[1] for size in picture_srcset("p/ab/ab12", 1000).split(", ")] == ["320w", "640w", "1000w"]


async def test_a_folder_keeps_files(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "a folder" / "files")
    await store.put("p/ab/one.webp", b"one", "image/webp")
    await store.put("p/ab/one.webp", b"two", "image/webp")
    assert await store.get("p/ab/one.webp") == b"two"
    assert (await store.exists("p/ab/one.webp"), await store.exists("p/ab/other.webp")) == (True, False)
    await store.delete("p/ab/one.webp")
    await store.delete("p/ab/one.webp")
    with pytest.raises(FileNotStored):
        await store.get("p/ab/one.webp")
    await store.delete_pictures({"p/ab/one", "p/cd/other"})


async def test_a_url_names_a_store_as_well() -> None:
    store = FileStore("memory:///")
    await store.put("p/one.webp", b"one", "image/webp")
    assert await store.get("p/one.webp") == b"one"


@pytest.mark.parametrize("key", ["", "/etc/passwd", "p/../../x", "p//x", "p/.", "..", "p\\x", "p/é"])
async def test_a_key_cannot_leave_the_store(tmp_path: Path, key: str) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(ValueError, match="not a key"):
        await store.get(key)
    with pytest.raises(ValueError, match="not a key"):
        await store.put(key, b"x", "image/webp")
