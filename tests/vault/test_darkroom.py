"""What a photo may do to the vault: nothing. It is developed apart, cleaned, or named unshowable."""

import io
import os
import subprocess
import sys

import pytest
from PIL import Image

from server.vault import darkroom, picture
from tests.vault.pictures import HOSTILE, MARK, noise, photo, saved


@pytest.mark.shows("PHOTO-4", "PHOTO-5")
async def test_a_photo_comes_out_upright_small_enough_and_without_a_word_of_metadata() -> None:
    made = await darkroom.develop(photo(3_000, 2_000))
    assert isinstance(made, darkroom.Developed)
    for jpeg, size in ((made.whole, (1365, 2048)), (made.small, (213, 320))):
        assert (jpeg.width, jpeg.height) == size
        opened = Image.open(io.BytesIO(jpeg.content))
        assert opened.format == "JPEG"
        assert opened.size == size, "the quarter turn of the camera is done"
        assert dict(opened.getexif()) == {}
        assert not {"exif", "comment", "icc_profile", "xmp"} & opened.info.keys()
        for words in (MARK.encode(), b"Exif", b"Photoshop"):
            assert words not in jpeg.content


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_other_kinds_become_jpeg_and_glass_becomes_white(kind: str) -> None:
    made = await darkroom.develop(saved(Image.new("RGBA", (400, 300), (0, 0, 0, 0)), kind))
    assert isinstance(made, darkroom.Developed)
    opened = Image.open(io.BytesIO(made.whole.content))
    assert opened.getpixel((10, 10)) == (255, 255, 255)


async def test_a_heic_of_an_iphone_is_shown_or_said_to_be_of_a_kind_not_read_here() -> None:
    if "HEIF" in picture.formats():
        made = await darkroom.develop(saved(noise(), "HEIF"))
        assert isinstance(made, darkroom.Developed)
        assert (made.whole.width, made.whole.height) == (640, 480)
    else:
        assert await darkroom.develop(b"\x00\x00\x00\x18ftypheic" + bytes(200)) == "unsupported"


@pytest.mark.shows("PHOTO-2")
@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
async def test_48_megapixels_of_a_phones_best_camera_are_shown_within_the_memory_a_photo_has(kind: str) -> None:
    picture.formats()  # so that Pillow here can write a HEIC too
    plain = Image.new("RGB", (8_064, 6_048), (120, 140, 90))
    quick = {"enc_params": {"preset": "ultrafast"}, "quality": 1} if kind == "HEIF" else {}
    made = await darkroom.develop(saved(plain, kind, **quick))
    assert isinstance(made, darkroom.Developed)
    assert (made.whole.width, made.whole.height) == (2048, 1536)
    assert (made.small.width, made.small.height) == (320, 240)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.shows("PHOTO-6")
async def test_a_hostile_photo_is_named_and_leaves_the_vault_alone(name: str) -> None:
    raw, why = HOSTILE[name]
    assert await darkroom.develop(raw) == why


async def test_a_photo_the_machine_has_no_time_for_is_put_off_and_not_named() -> None:
    with pytest.raises(darkroom.NoTime):
        await darkroom.develop(photo(), longest=0.01)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname')", "__import__('socket').socket()", "os.pipe()", "bytes(2 * 1024 ** 3)",
        "open(0, 'rb', closefd=False).fileno(); os.dup(0)",
    ],
)  # fmt: skip
def test_locked_in_it_opens_no_file_no_socket_and_no_memory(attempt: str) -> None:
    code = (
        "import os, socket\nfrom server.vault import picture\npicture.lock_in()\n"
        f"try:\n    {attempt}\nexcept (OSError, MemoryError):\n    os._exit(7)\nos._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=os.getcwd())  # noqa: PTH109 - as the tests run
    assert done.returncode == 7


def test_locked_in_it_does_not_compute_for_ever() -> None:
    code = "import resource\nfrom server.vault import picture\npicture.CPU_SECONDS = 1\npicture.lock_in()\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=120)
    assert done.returncode < 0, "killed by its own limit"
