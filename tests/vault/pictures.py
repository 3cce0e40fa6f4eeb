"""Pictures made at run time, honest and hostile."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

MARK = "鳳仙花かなりやEXIF"


def noise(width: int = 640, height: int = 480) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def saved(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def photo(width: int = 640, height: int = 480) -> bytes:
    """As a camera makes it: with place, maker's notes and a rotation in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = MARK
    exif.get_ifd(0x8825)[2] = (35.0, 2.0, 40.0)  # latitude
    return saved(noise(width, height), exif=exif, comment=MARK.encode())


def claiming(width: int, height: int) -> bytes:
    """A PNG whose head promises more than it holds."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")


HOSTILE: dict[str, tuple[bytes, str]] = {
    "20,000 x 20,000 in 48 KB": (saved(Image.new("1", (20_000, 20_000)), "PNG"), "too_big"),
    "7,500 x 7,500, which Pillow only warns of": (saved(Image.new("1", (7_500, 7_500)), "PNG"), "too_big"),
    "a promise of 60,000 x 60,000": (claiming(60_000, 60_000), "too_big"),
    "a promise that is not kept": (claiming(3_000, 2_000), "damaged"),
    "cut in the middle": (saved(noise())[:9_000], "damaged"),
    "a program named .jpg": (b"MZ\x90\x00" + bytes(2_000), "not_an_image"),
    "a page": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not_an_image"),
    "a GIF": (saved(noise(), "GIF"), "not_an_image"),
    "a TIFF": (saved(noise(), "TIFF"), "not_an_image"),
    "zeros": (bytes(100), "not_an_image"),
    "nothing": (b"", "too_big"),
}
