"""The places of 支援措置: hiding where a household lives, the page of one that is hidden, opening it, and its end."""

from tests.e2e import forms
from tests.e2e.people import PHRASE, Person
from tests.e2e.places import HOME, Place, Reach, at, click, do, fill, see, tap, unfold_all
from tests.e2e.words import word

_made: dict[str, str] = {}  # by run of the office: the household that the walk hides once


async def inhabited(person: Person, hint: str, family: str) -> str:
    """A household with one person in it, which no other story knows; its id."""
    home = await forms.nameless_household(person, hint)
    await at(f"/households/{home}?sheet=person", "dialog[open]")(person)
    await fill("#person-family", family)(person)
    await tap("households.person.save")(person)
    await person.see(family)
    return home


async def hide(person: Person, home: str, called: str, named: str) -> None:
    """For this person and one more."""
    await at(f"/households/{home}?sheet=protect", "dialog[open]")(person)
    await click("#protect-who button")(person)
    await forms.pick(person, "protect-basis-registry")
    await fill("#protect-called", called)(person)
    await person.page.locator("#protect-staff-0").select_option(person.world.staff(named))
    await person.page.locator("#protect-why-0").select_option("consent")
    await tap("protection.write.save")(person)
    await person.see(word("protection.open"))


async def _hidden_home(person: Person) -> str:
    origin = person.world.origin
    if origin not in _made:
        home = await inhabited(person, "支援措置の画面を見るための世帯", "見本")
        await hide(person, home, "すみれ", "inoue")
        _made[origin] = home
    return _made[origin]


def _hidden(sheet: str = "") -> Reach:
    async def reach(person: Person) -> None:
        home = await _hidden_home(person)
        await at(f"/households/{home}{f'?sheet={sheet}' if sheet else ''}", "dialog[open]" if sheet else ".banner")(person)

    return reach


async def proves(person: Person) -> None:
    await person.page.locator("#step-up-phrase").fill(PHRASE)
    await tap("step-up.phrase")(person)


async def _asked(person: Person) -> None:
    await forms.pick(person, "sealed-why-office")
    await tap("protection.place.show")(person)
    await person.see(word("protection.place.proof"))


async def _opened(person: Person) -> None:
    await do(_hidden("sealed"), _asked)(person)
    await proves(person)
    await person.page.locator("dialog button", has_text=word("protection.place.edit")).wait_for()


async def _card(person: Person) -> None:
    await at(f"/households/{await _hidden_home(person)}/card")(person)
    await person.see(word("protection.quick"))


PROTECTION = (
    Place("MarkSheet", "protect-missing", do(at(f"/households/{HOME}?sheet=protect", "dialog[open]"), tap("protection.write.save"), see("protection.write.calledError"))),
    Place("/households/:id", "household-hidden", do(_hidden(), unfold_all)),
    Place("MarkSheet", "protect-again", _hidden("protect")),
    Place("SealedSheet", "sealed-why", do(_hidden("sealed"), tap("protection.place.show"), see("protection.place.whyError"))),
    Place("StepUp", "sealed-proof", do(_hidden("sealed"), _asked)),
    Place("SealedSheet", "sealed-open", _opened),
    Place("SealedEditor", "sealed-edit", do(_opened, tap("protection.place.edit"), see("protection.place.editHow"))),
    Place("EndSheet", "protection-end", do(_hidden("unprotect"), tap("protection.ending.save"), see("protection.ending.error"))),
    Place("CautionSheet", "caution-tells-place", do(_hidden("caution"), fill("#caution-text", "移り先は北区紫野雲林院町9-4"), see("protection.careful"), tap("drafts.discard"), tap("drafts.yes"))),
    Place("/households/:id/card", "card-hidden", _card),
)  # fmt: skip
