"""How long recording takes a person: nobody met in three taps, a full visit in under a minute, both counted."""

import re

from server.demo.course import all_households, household_id
from tests.e2e import forms
from tests.e2e.people import OUT, Cast, Person
from tests.e2e.thumb import Thumb
from tests.e2e.words import word

MINUTE = 60
TWO = next(one for one in all_households() if one["worker"] == "sato" and len(one["members"]) == 2)
HOME = str(household_id(TWO["key"]))
FACTS = "玄関先で10分ほど話した。台所に鍋があり、朝は食べたとのこと。"
WORDS = "「まあ、ぼちぼちや。また来て」"
# The signs of a group that were told last time and are told with one touch: [name, what it is now].
_TOLD = """(group) => [...document.querySelectorAll(`#group-${group} fieldset.sign:not([data-severity])`)].flatMap((one) => {
  const last = one.querySelector('.last')?.textContent ?? '';
  return last ? [[one.querySelector('input').name, last.includes('なし') ? 'yes' : 'no']] : [];
})"""
GROUPS = ("outside", "living")


async def test_nobody_met_takes_three_taps(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    assert await forms.absent(sato, HOME) == 3


async def test_a_full_visit_takes_less_than_a_minute(cast: Cast) -> None:
    sato = await cast.own_phone("sato")
    await sato.enrol()
    await _was_there_before(sato)
    thumb = Thumb(sato)
    await thumb.tap(sato.page.get_by_role("link", name=word("households.page.record"), exact=True))
    await thumb.tap(sato.page.locator(f"main a[href$='{HOME}/visit']"))
    await _meets_both(sato, thumb)
    changed = await _sees_three_changes(sato, thumb)
    await thumb.write(sato.page.locator("#facts"), FACTS)
    await thumb.write(sato.page.locator("#quotes"), WORDS)
    await thumb.tap(sato.page.locator("summary", has_text=word("visits.form.promises")))
    await thumb.tap(sato.page.locator("label:has(input[name=next-in])").nth(1))
    await thumb.tap(sato.button(word("ja.save")))
    await sato.see(
        re.compile(f"{word('visits.form.saved')}|{word('visits.after.here')}")
    )  # three changes may tell somebody
    _tell(thumb)
    assert thumb.seconds < MINUTE, str(thumb)
    assert len(changed) == 3
    await sato.go(f"/households/{HOME}")
    await sato.see(FACTS[:10])
    await sato.see(WORDS)


async def _was_there_before(sato: Person) -> None:
    """Last time nothing was to be seen in two groups of signs."""
    await forms.begin_visit(sato, HOME, "met_person")
    for group in GROUPS:
        fold = sato.page.locator(f"#group-{group}")
        if await fold.get_attribute("open") is None:
            await fold.locator("summary").click()
        await fold.get_by_role("button", name=word("visits.form.restNo")).click()
    await sato.button(word("ja.save")).click()
    await forms.saved(sato, "visits.form.saved")


async def _meets_both(sato: Person, thumb: Thumb) -> None:
    await thumb.tap(sato.page.locator("label:has(#result-met_person)"))
    people = sato.page.locator("section[aria-labelledby=confirm] .person")
    assert await people.count() == 2
    await thumb.tap(people.nth(0).locator("label:has(input[value=A_seen])"))
    await thumb.tap(people.nth(1).locator("label:has(input[value=B_voice])"))


async def _sees_three_changes(sato: Person, thumb: Thumb) -> list[str]:
    """In two groups at least; the rest of each is as last time, by one touch."""
    changed: list[str] = []
    for group in GROUPS:
        fold = sato.page.locator(f"#group-{group}")
        if await fold.get_attribute("open") is None:
            await thumb.tap(fold.locator("summary"))
        for name, value in (await sato.page.evaluate(_TOLD, group))[: min(2, 3 - len(changed))]:
            await thumb.tap(sato.page.locator(f"label:has(#{name}-{value})"))
            changed.append(name)
        same = fold.get_by_role("button", name=word("visits.form.restSame"))
        if await same.count():
            await thumb.tap(same)
    return changed


def _tell(thumb: Thumb) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    line = f"a full visit: {thumb}"
    (OUT / "pace.txt").write_text(line + "\n", encoding="utf-8")
    print(line)
