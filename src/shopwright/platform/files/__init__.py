"""Stored files, and pictures made safe and small."""

from shopwright.platform.files.keeping import KeptPicture, keep_picture
from shopwright.platform.files.pictures import (
    MEDIA_TYPE,
    PictureRefused,
    PreparedPicture,
    picture_srcset,
    picture_stem,
    picture_url,
    prepare_picture,
)
from shopwright.platform.files.store import FileNotStored, FileStore

__all__ = [
    "MEDIA_TYPE",
    "FileNotStored",
    "FileStore",
    "KeptPicture",
    "PictureRefused",
    "PreparedPicture",
    "keep_picture",
    "picture_srcset",
    "picture_stem",
    "picture_url",
    "prepare_picture",
]
