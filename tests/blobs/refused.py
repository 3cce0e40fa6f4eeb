"""How a refusal of the photo door is read: its status and code."""

from collections.abc import Awaitable

import httpx


async def refused(attempt: Awaitable[httpx.Response]) -> tuple[int, str]:
    answer = await attempt
    assert answer.status_code >= 400, answer.status_code
    return answer.status_code, answer.json()["code"]
