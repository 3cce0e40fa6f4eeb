"""A thumb in a hurry: it taps, swipes and types at a person's pace and counts what it does."""

import time

from playwright.async_api import Locator

from tests.e2e.people import Person

TAP = 120  # ms on the glass
FIND = 350  # ms until the eye has found the next control
SWIPE = 300  # ms for a swipe of a little more than half a screen
EACH_LETTER = 125  # ms: eight characters a second, as the keyboard's own suggestions allow
_OFF = """(one) => {
  if (one.closest('.foot, dialog')) return 0; // stands under the thumb wherever the page is
  const head = document.querySelector('.head')?.getBoundingClientRect().bottom ?? 0;
  const foot = document.querySelector('.foot')?.getBoundingClientRect().top ?? innerHeight;
  const box = one.getBoundingClientRect();
  return box.top < head ? -1 : box.bottom > Math.min(foot, innerHeight) ? 1 : 0;
}"""
_FINGER = "(way) => scrollBy({ top: way * innerHeight * 0.55, behavior: 'instant' })"


class Thumb:
    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.taps = self.swipes = self.letters = 0
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def __str__(self) -> str:
        return f"{self.taps} taps, {self.swipes} swipes, {self.letters} letters, {self.seconds:.1f} s"

    async def tap(self, one: Locator) -> None:
        await self._reach(one)
        await self.page.wait_for_timeout(FIND)
        await one.click(delay=TAP)
        self.taps += 1

    async def write(self, one: Locator, text: str) -> None:
        await self.tap(one)
        await one.press_sequentially(text, delay=EACH_LETTER)
        self.letters += len(text)

    async def _reach(self, one: Locator) -> None:
        """By swipes only, as far as it takes."""
        await one.wait_for()
        for _ in range(40):
            way = await one.evaluate(_OFF)
            if way == 0:
                return
            await self.page.evaluate(_FINGER, way)
            await self.page.wait_for_timeout(SWIPE)
            self.swipes += 1
        raise AssertionError("it cannot be brought into sight")
