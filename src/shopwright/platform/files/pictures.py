"""Pictures as the shop keeps them: re-encoded, in a few widths, under a name made from what was uploaded."""

import contextlib
import hashlib
import io
import warnings
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shopwright.kernel.errors import Refusal

WIDTHS = (320, 640, 960, 1280, 1600)
CARD_WIDTH = 640
BYTES_MAX = 15 * 1024 * 1024
PIXELS_MAX = 40_000_000
FRAMES_MAX = 200
ASPECT_MAX = 20
FILES_PATH = "/files/"
MEDIA_TYPE = "image/webp"

_QUALITY = 80
_METHOD = 2
# Sizes closer together than this look the same; one of them less is quicker to store and makes every page shorter.
_NEARLY = 1.1
# Every card and every product page asks for the same addresses again and again.
_KEPT_ADDRESSES_MAX = 8_192
# Part of every name: a change of the recipe makes new names, so that caches never show the old result.
_RECIPE = b"webp-1"
_ORIENTATION = 0x0112
# The orientations of the EXIF standard in which rows and columns change places.
_TURNED = frozenset({5, 6, 7, 8})
_SRGB = ImageCms.createProfile("sRGB")
_SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}


class PreparedSize(msgspec.Struct, frozen=True):
    """One stored size: the key of its file and its bytes."""

    key: str
    content: bytes


class PreparedPicture(msgspec.Struct, frozen=True):
    """A re-encoded picture: the stem of its keys, its largest size in pixels, and the files to store."""

    stem: str
    width: int
    height: int
    sizes: tuple[PreparedSize, ...]


class PictureRefused(Refusal):
    """The file is no picture that the shop takes. Subclasses say why."""

    code = "picture_refused"
    status = 422
    sentence = "This picture cannot be used."


class PictureTooHeavy(PictureRefused):
    """More bytes than a picture may have."""

    code = "picture_too_heavy"
    sentence = "The picture is larger than {limit} MB."


class PictureTooLarge(PictureRefused):
    """More pixels, or more frames, than a picture may have."""

    code = "picture_too_large"
    sentence = "The picture has more than {limit} million pixels. Make it smaller first."


class PictureTooNarrow(PictureRefused):
    """Sides too different to be shown."""

    code = "picture_too_narrow"
    sentence = "One side of the picture is more than {limit} times the other."


class PictureNotRecognised(PictureRefused):
    """Not a JPEG, PNG, WebP or GIF, whatever its name says."""

    code = "picture_not_recognised"
    sentence = "Only JPEG, PNG, WebP and GIF pictures can be used."


class PictureDamaged(PictureRefused):
    """It begins like a picture and cannot be read to its end."""

    code = "picture_damaged"
    sentence = "The picture is damaged and cannot be read."


def picture_stem(content: bytes) -> str:
    """The stem of the keys under which this very upload is kept, such as `p/ab/abcdef…`, 32 hexadecimal digits."""
    digest = hashlib.blake2b(content, digest_size=16, person=_RECIPE).hexdigest()
    return f"p/{digest[:2]}/{digest}"


def stored_widths(width: int) -> tuple[int, ...]:
    """The widths in pixels in which a picture with the largest stored `width` is kept, ascending. Never larger.

    Of two that are nearly alike there is the larger one alone.
    """
    largest = min(width, WIDTHS[-1])
    return (*(step for step in WIDTHS if step * _NEARLY < largest), largest)


def picture_key(stem: str, width: int) -> str:
    """The key of the file that holds one stored width."""
    return f"{stem}-{width}.webp"


@lru_cache(maxsize=_KEPT_ADDRESSES_MAX)
def picture_url(stem: str, width: int, *, wanted_width: int = CARD_WIDTH) -> str:
    """The address of the smallest stored size that is at least `wanted_width` wide, or else of the largest."""
    widths = stored_widths(width)
    fitting = next((step for step in widths if step >= wanted_width), widths[-1])
    return FILES_PATH + picture_key(stem, fitting)


@lru_cache(maxsize=_KEPT_ADDRESSES_MAX)
def picture_srcset(stem: str, width: int) -> str:
    """Every stored size for the `srcset` attribute, narrow ones first."""
    return ", ".join(f"{FILES_PATH}{picture_key(stem, step)} {step}w" for step in stored_widths(width))


def largest_width(content: bytes) -> int:
    """How wide in pixels the largest stored size of an upload is, from its heading alone: no pixel is decoded.

    Raises the `PictureRefused` of what can be refused by the heading.
    """
    with _opened(content) as opened:
        # A PNG would look for an orientation behind its pixels too, and decode them all on the way there.
        is_turned = Image.Image.getexif(opened).get(_ORIENTATION) in _TURNED
        return min(opened.height if is_turned else opened.width, WIDTHS[-1])


def prepare_picture(content: bytes) -> PreparedPicture:
    """Re-encode an upload into WebP of several widths, upright and without any metadata. Takes tenths of a second.

    The type is found from the bytes, never from a name; what follows the picture in the file (a polyglot's other
    half) is left behind, as only pixels are carried over. Of an animation the first frame is kept. Raises a
    `PictureRefused` that says what is wrong. Call it in a thread and outside any transaction.
    """
    with _opened(content) as opened:
        # A JPEG is decoded at the smallest scale that still suffices, which saves most of its time and memory.
        opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
        upright = ImageOps.exif_transpose(opened)
        picture = _plain(upright)
    stem = picture_stem(content)
    sizes = tuple(_sizes(picture, stem))
    width, height = _fit(picture.size, min(picture.width, WIDTHS[-1]))
    return PreparedPicture(stem=stem, width=width, height=height, sizes=sizes)


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The upload with its heading read and found good; whatever goes wrong in the block is a refusal too."""
    if len(content) > BYTES_MAX:
        raise PictureTooHeavy(limit=BYTES_MAX // (1024 * 1024))
    kind = _signature(content)
    with _decoding(), Image.open(io.BytesIO(content), formats=(kind,)) as opened:
        _check_size(opened)
        yield opened


def _signature(content: bytes) -> str:
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    raise PictureNotRecognised


@contextlib.contextmanager
def _decoding() -> Iterator[None]:
    """Turn whatever the decoder says about a broken file into one refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(limit=PIXELS_MAX // 1_000_000) from error
    except UnidentifiedImageError as error:
        raise PictureDamaged from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, ZeroDivisionError) as error:
        raise PictureDamaged from error


def _check_size(opened: Image.Image) -> None:
    """Refuse by the heading alone, before a single pixel is decoded."""
    width, height = opened.size
    frame_count = getattr(opened, "n_frames", 1)
    if width * height > PIXELS_MAX or frame_count > FRAMES_MAX:
        raise PictureTooLarge(limit=PIXELS_MAX // 1_000_000)
    if max(width, height) > ASPECT_MAX * min(width, height):
        raise PictureTooNarrow(limit=ASPECT_MAX)


def _plain(picture: Image.Image) -> Image.Image:
    """The pixels alone as RGB, or RGBA where something shows through, in the colours that every screen assumes."""
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA"}:
        # Phones write wide colours; without their profile the picture would look pale.
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ImageCms.profileToProfile(plain, source, _SRGB, inPlace=True)
    return plain


def _sizes(picture: Image.Image, stem: str) -> Iterator[PreparedSize]:
    """The stored sizes, widest first, each made from the one before, which is quicker and looks the same."""
    for width in reversed(stored_widths(picture.width)):
        if width != picture.width:
            picture = picture.resize(_fit(picture.size, width), Image.Resampling.LANCZOS, reducing_gap=2.0)
        target = io.BytesIO()
        picture.save(target, "WEBP", quality=_QUALITY, method=_METHOD, exif=b"", icc_profile=None)
        yield PreparedSize(picture_key(stem, width), target.getvalue())


def _fit(size: tuple[int, int], width: int) -> tuple[int, int]:
    """The size with the given width and the same proportions, rounded half-up, at least one pixel high."""
    return width, max(1, (2 * size[1] * width + size[0]) // (2 * size[0]))
