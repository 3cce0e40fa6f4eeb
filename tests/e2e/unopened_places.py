"""The places of a device whose books do not open, or are gone."""

from tests.e2e.people import Person
from tests.e2e.places import Place, do, see, tap, unlock
from tests.e2e.words import word

_UNREADABLE = """{ const open = IDBFactory.prototype.open; IDBFactory.prototype.open = function (name, ...more) {
  if (localStorage.unreadable && name.startsWith('kasane-') && name !== 'kasane-probe') throw new DOMException('Internal error opening backing store', 'UnknownError');
  return open.call(this, name, ...more); }; }"""
_SWEPT = """() => { localStorage.removeItem('unreadable'); const all = JSON.parse(localStorage['kasane-marks']);
  localStorage['kasane-marks'] = JSON.stringify([...all, { ...all[0], staff: crypto.randomUUID(), label: '北区 9号機', unsent: 2 }]); }"""


async def _unreadable(person: Person) -> None:
    """The browser cannot read this person's files; test_unopened.py shows it with real ones."""
    await person.context.add_init_script(_UNREADABLE)
    await person.page.evaluate("localStorage.setItem('unreadable', 'yes')")
    await person.page.goto("about:blank")
    await person.page.goto(person.world.origin)
    await person.see(word("unlock.title.closed"))


async def _link_to_unreadable(person: Person) -> None:
    await person.page.goto("about:blank")
    await person.page.goto(await person.world.link(person.who))
    await person.see(word("unlock.unreadableTitle"))


async def _swept(person: Person) -> None:
    """The note outside knows of somebody whose book is not here."""
    await person.page.evaluate(_SWEPT)
    await person.page.goto("about:blank")
    await person.page.goto(person.world.origin)
    await person.see(word("unlock.title.gone"))


async def whole_again(person: Person) -> None:
    """The other person's loss was told; her own book opens."""
    await tap("unlock.toldOffice")(person)
    await unlock(person)


UNOPENED = (
    Place("StorageTrouble", "unopened-closed", _unreadable),
    Place("Unreadable", "enrol-unreadable", do(_link_to_unreadable, tap("unlock.unreadableGiveUp"), see("unlock.unreadableSure"))),
    Place("StorageTrouble", "unopened-gone", _swept),
)
