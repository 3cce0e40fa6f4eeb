"""The doors of the month's figures: handed in by a center, read by it and by the bureau."""

from typing import Annotated

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from server.figures import service
from server.figures.service import Month
from server.given import GivenCaller, GivenClock, needs_fresh_unlock, requires

hands_in = requires(*service.HAND_IN)
Figure = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]


class HandedIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`version`: the one the writer had before them; `word`: these figures, signed by their device."""

    version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 2)]
    figures: Annotated[dict[Annotated[str, msgspec.Meta(max_length=60)], Figure | None], msgspec.Meta(max_length=60)]
    word: Annotated[str, msgspec.Meta(min_length=1, max_length=8192)]


class Months(msgspec.Struct, frozen=True, kw_only=True):
    month: str
    centers: list[Month]


@get("/figures/v1/months/{month:str}", guards=[requires()])
async def read_month(month: FromPath[str], caller: GivenCaller) -> Months:
    return Months(month=month, centers=await service.read(caller, month))


@put("/figures/v1/months/{month:str}", guards=[hands_in, needs_fresh_unlock])
async def hand_in(month: FromPath[str], data: JSONBody[HandedIn], caller: GivenCaller, clock: GivenClock) -> Month:
    """Numbers leave the sealed book: like a file, only after the factor was shown again."""
    return await service.hand_in(caller, month, data.version, data.figures, data.word, clock.now())


ROUTES: list[ControllerRouterHandler] = [read_month, hand_in]
