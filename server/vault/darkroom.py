"""Hands one photo to a process that may die of it, and waits no longer than a photo is worth."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from typing import NamedTuple

from server.vault.picture import HEAD, WORDS, Jpeg

LONGEST = 60.0  # seconds by the clock; the process has its own limit of processor time
MOST_ANSWER = 32 * 1024 * 1024
TOO_HEAVY = "too_heavy"  # it needed more memory or time than a photo does, or broke the decoder


class NoTime(Exception):
    """The machine was too busy to tell anything of the photo: worth another try."""


class Developed(NamedTuple):
    whole: Jpeg
    small: Jpeg


async def develop(raw: bytes, longest: float = LONGEST) -> Developed | str:
    """Both pictures, or the word for why there are none; raises NoTime. What the bytes do never reaches the vault."""
    # No environment and no folder of ours: what the bytes may take over knows nothing.
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", _BEGIN, *sys.path, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/",
        close_fds=True, start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(longest):
            out, _ = await child.communicate(raw)
    except TimeoutError:
        raise NoTime from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return _read(child.returncode, out)


# The child finds our code where the vault finds it, though it is told nothing else.
_BEGIN = "import os, sys; sys.path[:] = sys.argv[1:]; from server.vault import picture; os._exit(picture.main())"


def _read(code: int | None, out: bytes) -> Developed | str:
    if code != 0 or not HEAD.size <= len(out) <= MOST_ANSWER:
        return WORDS.get(code or 0, TOO_HEAVY)
    width, height, length, small_width, small_height, small_length = HEAD.unpack_from(out)
    if len(out) != HEAD.size + length + small_length:
        return TOO_HEAVY
    whole, small = out[HEAD.size : HEAD.size + length], out[HEAD.size + length :]
    if not (whole.startswith(b"\xff\xd8\xff") and small.startswith(b"\xff\xd8\xff")):
        return TOO_HEAVY
    return Developed(Jpeg(width, height, whole), Jpeg(small_width, small_height, small))
