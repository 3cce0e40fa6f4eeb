"""What a thumb does on the recording screens, in the order of the screens."""

import re
from collections.abc import Sequence

from playwright.async_api import expect

from tests.e2e.people import Person
from tests.e2e.words import word

_COUNT = """() => { globalThis.touches = 0;
  addEventListener('pointerdown', () => { globalThis.touches += 1; }, {capture: true}); }"""


async def pick(person: Person, control: str) -> None:
    """A radio whose own circle is hidden behind its label."""
    await person.page.locator(f"label:has(#{control})").click()


async def saved(person: Person, words: str) -> None:
    await person.see(word(words))
    await person.page.wait_for_url(re.compile(r"/households/[0-9a-f-]{36}$"))


async def absent(person: Person, household: str) -> int:
    """From the household's page; the number of touches it took."""
    await person.go(f"/households/{household}")
    button = person.page.get_by_role("link", name=word("households.page.absent"), exact=True)
    await button.wait_for()
    await person.page.evaluate(_COUNT)
    await button.click()
    await person.page.locator("label:has(#absent-absent)").click()
    await person.button(word("ja.save")).click()
    await saved(person, "visits.absent.saved")
    return await person.page.evaluate("touches")


async def begin_visit(person: Person, household: str, result: str) -> None:
    await person.go(f"/households/{household}/visit")
    await person.page.locator(f"label:has(#result-{result})").wait_for()
    await pick(person, f"result-{result}")


async def confirm(person: Person, level: str, which: int = 0) -> None:
    """How one person of the household was confirmed."""
    group = person.page.locator("section[aria-labelledby=confirm] .person").nth(which)
    await group.locator(f"label:has(input[value={level}])").click()


async def sign(person: Person, code: str, group: str, value: str = "yes") -> None:
    """Ticks one sign; its group is opened when it is folded."""
    fold = person.page.locator(f"#group-{group}")
    if await fold.count() and await fold.get_attribute("open") is None:
        await fold.locator("summary").click()
    await pick(person, f"sign-{code}-{value}")


async def unfold(person: Person, words: str) -> None:
    await person.page.locator("summary", has_text=word(words)).first.click()


async def visit(person: Person, household: str, *, facts: str, signs: Sequence[tuple[str, str, str]] = ()) -> None:
    """A full visit: met, seen, what was there and what was not; `signs` are (code, group, value)."""
    await begin_visit(person, household, "met_person")
    await confirm(person, "A_seen")
    for code, group, value in signs:
        await sign(person, code, group, value)
    await person.page.locator("#facts").fill(facts)
    await person.page.locator("#quotes").fill("「まあ、ぼちぼちや」")
    await person.button(word("ja.save")).click()
    await saved(person, "visits.form.saved")


async def street(person: Person, household: str, facts: str) -> None:
    await person.go(f"/households/{household}/street")
    await person.page.locator("label:has(#sign-OUT03-yes)").click()
    await person.page.locator("#facts").fill(facts)
    await person.button(word("ja.save")).click()
    await saved(person, "street.saved")


async def nameless_household(person: Person, hint: str) -> str:
    """A household nobody knows by name yet; its id."""
    await person.go("/households/new")
    await person.page.locator("#hint").fill(hint)
    await person.button(word("households.newOne.save")).click()
    await saved(person, "households.newOne.kept")
    return person.page.url.rsplit("/", 1)[1]


async def meeting(person: Person, place: str, day: str) -> str:
    """An extra meeting of the center, which no other story holds or approves; its id."""
    await person.go("/conferences")
    await person.tap(word("conferences.list.add"))
    await pick(person, "meeting-kind-extraordinary")
    await person.page.locator("#meeting-day").fill(day)
    await person.page.locator("#meeting-place").fill(place)
    await person.tap(word("conferences.meeting.save"))
    await person.page.locator("a", has_text=place).click()
    await person.page.wait_for_url(re.compile(r"/conferences/[0-9a-f-]{36}$"))
    return person.page.url.rsplit("/", 1)[1]


async def steps(person: Person) -> dict[str, str]:
    """The four truths of an alert on this screen: label → done, now or later."""
    section = person.page.locator("[aria-live=polite] .entry")
    await expect(section.first).to_be_visible()
    found = await section.evaluate_all(
        "(all) => all.map((one) => [one.querySelector('p').innerText.trim(), one.dataset.state])"
    )
    return dict(found)


async def by(person: Person, method: str, result: str) -> None:
    """Another way than a visit, and what came of it."""
    await person.page.get_by_role("button", name=word("visits.form.edit"), exact=True).first.click()
    await person.page.locator("#method").select_option(method)
    if not await person.page.locator(f"#result-{result}").count():
        await person.button(word("visits.form.moreResults")).click()
    await pick(person, f"result-{result}")
