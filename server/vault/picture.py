"""Opens one picture in a process of its own that can touch nothing else, and says what it made of it.

`python -m server.vault.picture` reads the bytes from its standard input and writes two JPEGs, whole and small, to its
standard output. It may be killed by whatever the bytes do to it; `photos` takes that for an answer.
"""

import contextlib
import ctypes
import importlib
import io
import os
import resource
import struct
import sys
import warnings
from typing import NamedTuple

from PIL import (
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

MEMORY, CPU_SECONDS = 1024 * 1024 * 1024, 10
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000  # the 48 megapixels a phone's best camera takes; 650 MiB of the memory above
LONG_EDGE, THUMB_EDGE = 2048, 320
# Others that Pillow knows (TIFF, PSD, EPS …) have no business in a photo and far more code to be attacked.
FORMATS = [
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
]
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
HEAD = struct.Struct(">HHIHHI")  # width, height and length of the whole picture, then of the small one
# Read with a JPEG's metadata; once locked in, nothing more can be imported.
NEEDED_LATER = (MpoImagePlugin, TiffImagePlugin)
WORDS = {2: "too_big", 3: "not_an_image", 4: "damaged", 5: "unsupported"}
_NO_NEW_PRIVS = 38
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)


class Unshowable(Exception):
    """With one of the words above."""


class Jpeg(NamedTuple):
    width: int
    height: int
    content: bytes


def lock_in() -> None:
    """After this no file and no socket can be opened, nothing be written but to what is open, and nobody be started."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_NOFILE, 3),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def formats() -> list[str]:
    """With HEIC where the installation can read it."""
    try:
        heif = importlib.import_module("pillow_heif")
    except ImportError:
        return [name for name in FORMATS if name]
    heif.register_heif_opener(thumbnails=False, decode_threads=1)
    return [*(name for name in FORMATS if name), "HEIF"]


def develop(raw: bytes, readable: list[str]) -> tuple[Jpeg, Jpeg]:
    """The picture upright, in sRGB, on a canvas of its own: nothing of the original's metadata comes along."""
    if not raw or len(raw) > MOST_BYTES:
        raise Unshowable("too_big")
    if "HEIF" not in readable and raw[4:8] == b"ftyp" and raw[8:12] in HEIC_BRANDS:
        raise Unshowable("unsupported")
    picture = _opened(raw, readable)
    try:
        picture = _in_srgb(_shrunk(_upright(picture), LONG_EDGE))
    except _BROKEN:
        raise Unshowable("damaged") from None
    whole = Image.new("RGB", picture.size, "white")
    whole.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return _jpeg(whole, 85), _jpeg(_shrunk(whole, THUMB_EDGE), 75)


def _opened(raw: bytes, readable: list[str]) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = Image.open(io.BytesIO(raw), formats=readable)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unshowable("too_big") from None
    except _BROKEN:
        raise Unshowable("not_an_image") from None
    if picture.width * picture.height > MOST_PIXELS or min(picture.size) < 1:
        raise Unshowable("too_big")
    try:
        picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unshowable("too_big") from None
    except _BROKEN:
        raise Unshowable("damaged") from None
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Metadata nobody can read turns nothing: the picture itself may be sound."""
    with contextlib.suppress(*_BROKEN):
        return ImageOps.exif_transpose(picture)
    return picture


def _shrunk(picture: Image.Image, edge: int) -> Image.Image:
    if max(picture.size) <= edge:
        return picture
    small = picture.copy()
    if small.mode not in ("RGB", "RGBA", "L"):
        small = small.convert(_mode_of(small))
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return small


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile, mode = picture.info.get("icc_profile"), _mode_of(picture)
    converted = picture.convert(mode)
    if isinstance(profile, bytes) and picture.mode in ("RGB", "RGBA"):
        # A profile nobody can read says nothing about the colours: they are then shown as they stand.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return (
                ImageCms.profileToProfile(converted, theirs, ImageCms.createProfile("sRGB"), outputMode=mode)
                or converted
            )
    return converted


def _mode_of(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _jpeg(picture: Image.Image, quality: int) -> Jpeg:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Jpeg(*picture.size, out.getvalue())


def main() -> int:
    readable = formats()
    Image.preinit()
    lock_in()
    try:
        whole, small = develop(sys.stdin.buffer.read(MOST_BYTES + 1), readable)
    except Unshowable as why:
        return next(code for code, word in WORDS.items() if word == str(why))
    head = HEAD.pack(whole.width, whole.height, len(whole.content), small.width, small.height, len(small.content))
    sys.stdout.buffer.write(head + whole.content + small.content)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    os._exit(main())
