"""What is asked of every screen and state at every width, in the light and in the dark; takes its pictures."""

import asyncio
import base64
import json
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any, Literal

from tests.e2e.measures import CONTRAST, FINDINGS, READ, SHADES, UNSEEN_FOCUS
from tests.e2e.people import OUT, Person
from tests.figures import count

ROOT = Path(__file__).parent.parent.parent
AXE = (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KEPT = ROOT / "docs" / "screenshots"
PHONES, DESK = (360, 412), 1280
WEIGHED = (360, DESK)  # by axe and for colours: between these widths nothing but the length of lines changes
NARROW = 320
PICTURES = bool(os.environ.get("KASANE_SCREENSHOTS"))  # for eyes, and for the documentation
SHOWN_DARK = {"today"}  # in the documentation
HEIGHTS = {DESK: 900}
PHONE_HEIGHT = 800
LONGEST = 24_000  # pixels of a page in one look
ROOM = 500  # below the page's end, so that the foot covers nothing when a line comes in meanwhile
LARGEST = 150_000  # bytes of a picture in the documentation
# Units, keys and names that stand in Latin letters in a Japanese sentence too.
ALLOWED = {
    "Wi", "Fi", "QR", "Chrome", "Firefox", "Edge", "Safari", "kasane", "Enter", "Esc", "Tab", "Shift", "cm", "kg", "KB", "MB", "CSV", "csv", "NPO", "https", "DV", "JIS",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{2,}")
_TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}
_LENGTH = """() => {
  const sheets = [...document.querySelectorAll('dialog[open]')].map((one) => one.scrollHeight + 120);
  return sheets.length ? Math.max(...sheets) : document.documentElement.scrollHeight;
}"""
# Rows far below are laid out only when they come near: here they are near at once, so that the page need not grow to be measured.
_NEAR = """(near) => {
  if (!globalThis.near) {
    globalThis.near = new CSSStyleSheet();
    globalThis.near.replaceSync('* { content-visibility: visible !important; }');
    document.adoptedStyleSheets.push(globalThis.near);
  }
  globalThis.near.disabled = !near;
}"""
# Colours are weighed by CONTRAST in both themes; axe, which agrees with it (test_eyes.py), takes thirty times as
# long for them. FINDINGS asks for the least size of every control, and for no room around a smaller one.
# At the second width it is asked of what the first did not show, or showed otherwise, and of what has become narrow enough to scroll:
# nothing else can have changed. No page has frames, and its one sheet of styles turns nothing (test_eyes.py).
_AXE = """async ({ tags, again }) => {
  const root = document.querySelector('dialog[open]:last-of-type') ?? document;
  const given = { resultTypes: ['violations'], preload: false, iframes: false };
  const all = { ...given, runOnly: { type: 'tag', values: tags }, rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } } };
  const before = again ? globalThis.weighed : null, now = globalThis.weighed = new Map();
  const unlike = new Set();
  const named = 'a, button, label, summary, legend, caption, th, h1, h2, h3, h4, [role]';
  for (const one of root.querySelectorAll('*')) {
    const shown = one.checkVisibility({ visibilityProperty: true });
    now.set(one, shown ? one.cloneNode(false).outerHTML + [...one.childNodes].map((each) => each.data ?? '').join() : '');
    if (!before || before.get(one) === now.get(one)) continue;
    const of = one.closest(named); // a word hidden may have been the name of what it stands in
    if (of?.checkVisibility()) unlike.add(of);
    if (shown) unlike.add(one);
  }
  const runs = !before ? [[root, all]] : [[root, { ...given, runOnly: ['scrollable-region-focusable'] }]];
  if (unlike.size > 0) runs.push([{ include: [...unlike].filter((one) => ![...unlike].some((each) => each !== one && each.contains(one))) }, all]);
  const found = [];
  for (const [where, how] of runs) found.push(...(await axe.run(where, how)).violations);
  return found.map((one) => ({ id: one.id, help: one.help,
    nodes: one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.failureSummary.slice(0, 200)}`) }));
}"""


async def look(person: Person, name: str, *, keep: str = "") -> list[str]:
    """What is wrong with the screen as it stands, in words. `keep` is the name under which the documentation shows it."""
    page = person.page
    wrong: list[str] = []
    await page.evaluate(_NEAR, True)
    for width in (*PHONES, DESK):
        wrong += [f"{name} at {width}: {one}" for one in await _at(person, name, width, keep)]
        if width == PHONES[-1]:  # what the desk does to a screen it does last
            wrong += [f"{name} {one}" for one in await _cramped(person)]
    await page.set_viewport_size({"width": person.size[0], "height": person.size[1]})
    await page.evaluate(_NEAR, False)
    await _dress(person, "light")
    if (title := await page.title()) != "かさね":
        wrong.append(f"{name} is titled {title}")
    count("screens", "looked at")
    count("screens", "with something wrong", bool(wrong))
    return wrong


async def _at(person: Person, name: str, width: int, keep: str) -> list[str]:
    wrong: list[str] = []
    await person.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, PHONE_HEIGHT)})
    await _still(person)
    if keep and _shown_at(person) == width:
        for theme in ("light", "dark") if keep in SHOWN_DARK else ("light",):
            await _dress(person, theme)
            await _keep(person, keep if theme == "light" else f"{keep}-dark")
    if PICTURES:
        wrong += await _lengthen(person, width)
    wrong += await person.page.evaluate(FINDINGS, {"phone": width != DESK, "touch": True})
    if width in WEIGHED:
        wrong += foreign(await person.page.evaluate(READ))
        wrong += await barriers(person, again=width != WEIGHED[0])
    if width not in WEIGHED and not PICTURES:
        return wrong  # the same words on the same grounds as on the narrower phone
    # The theme changes once a width: each change paints the whole page anew.
    for theme in ("dark", "light") if person.dressed == "dark" else ("light", "dark"):
        await _dress(person, theme)
        wrong += [f"{theme}: {one}" for one in await person.page.evaluate(CONTRAST)]
        if PICTURES:
            await _picture(person, f"{name}-{width}{'-dark' if theme == 'dark' else ''}")
    return wrong


async def _lengthen(person: Person, width: int) -> list[str]:
    """To the page's full length, so that one picture shows all of it."""
    height = HEIGHTS.get(width, PHONE_HEIGHT)
    for _ in range(4):  # what was asked of the office comes later
        length = await person.page.evaluate(_LENGTH)
        if length <= height:
            break
        height = min(length + ROOM, LONGEST)
        await person.page.set_viewport_size({"width": width, "height": height})
        await _still(person)
    return ["goes on below what is looked at"] if height == LONGEST else []


async def _dress(person: Person, theme: Literal["light", "dark"]) -> None:
    if person.dressed != theme:
        await person.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        person.dressed = theme


async def _cramped(person: Person) -> list[str]:
    """The narrowest phone, and text of twice the size: nothing goes sideways, nothing is cut off."""
    wrong: list[str] = []
    for text in ("largest", ""):
        await person.page.set_viewport_size({"width": NARROW, "height": PHONE_HEIGHT})
        await _text_size(person, text)
        await _still(person)
        found = await person.page.evaluate(FINDINGS, {"phone": True, "touch": False})
        if found:
            await _picture(person, f"cramped-{text}")
        wrong += [f"at {NARROW}{' with 200 % text' if text else ''}: {one}" for one in found]
    return wrong


async def _text_size(person: Person, text: str) -> None:
    await person.page.evaluate(
        "(size) => { const { dataset } = document.documentElement; if (size) dataset.text = size; else delete dataset.text; }",
        text,
    )


def foreign(text: str) -> list[str]:
    """Latin words that belong to no Japanese sentence; a device's number and a version's mark are no words."""
    plain = re.sub(r"\bhttps?://\S+|\b[0-9a-f]{7,}\b|\d+\.\d+\.\d+（[0-9a-f]+）", "", text)
    return [f"foreign word {word}" for word in sorted(set(_WORD.findall(plain)) - ALLOWED)]


async def unreached(person: Person) -> list[str]:
    """Controls the Tab key does not come to, and stops whose focus cannot be seen."""
    count = await person.page.evaluate(UNSEEN_FOCUS)
    # A native date or time is one control and four stops: its parts, and its calendar or clock.
    dates = await person.page.evaluate("document.querySelectorAll('input[type=date], input[type=time]').length")
    keyboard = await person.context.new_cdp_session(person.page)
    # All at once: the keys come in their order, and not each is waited for until it is painted.
    await asyncio.gather(*(keyboard.send("Input.dispatchKeyEvent", _TAB) for _ in range(count + 8 + 3 * dates)))
    await keyboard.detach()
    return await person.page.evaluate(
        "() => [...[...globalThis.unreached].map((one) => `the keyboard does not reach ${one.outerHTML.slice(0, 160)}`),"
        " ...globalThis.unseen.map((one) => `focus is not seen on ${one}`)]"
    )


async def barriers(person: Person, *, again: bool) -> list[str]:
    if not await person.page.evaluate("Boolean(window.axe)"):
        await person.page.evaluate(AXE)
    found: list[dict[str, Any]] = await person.page.evaluate(_AXE, {"tags": RULES, "again": again})
    return [f"{one['id']}: {one['help']} {json.dumps(one['nodes'], ensure_ascii=False)}" for one in found]


async def _still(person: Person) -> None:
    """Two frames without a change of layout, and nothing on its way in."""
    await person.page.evaluate(
        "async () => { for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);"
        " await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))); }"
    )


def _shown_at(person: Person) -> int:
    """The documentation shows each screen where it is mostly used."""
    return PHONES[-1] if person.size[0] < DESK else DESK


async def _picture(person: Person, name: str) -> None:
    folder = OUT / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    await person.page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")


async def _keep(person: Person, name: str) -> None:
    """Into the documentation, when that is asked for and a picture of the name stands there already or is light."""
    if not PICTURES:
        return
    await person.page.locator(".toast").wait_for(state="detached")
    KEPT.mkdir(exist_ok=True)
    picture = await _smaller(person, await person.page.screenshot(animations="disabled", caret="hide"))
    assert len(picture) <= LARGEST, f"{name} is too large for the documentation"
    (KEPT / f"{name}.png").write_bytes(picture)


async def _smaller(person: Person, picture: bytes) -> bytes:
    """The same picture in at most 256 colours, as a PNG with a palette."""
    blank = await person.context.new_page()
    plain = await blank.evaluate(SHADES, base64.b64encode(picture).decode())
    await blank.close()
    width, places = plain["width"], base64.b64decode(plain["places"])
    lines = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    head = struct.pack(">IIBBBBB", width, plain["height"], 8, 3, 0, 0, 0)
    palette = b"".join(colour.to_bytes(3, "big") for colour in plain["colours"])
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
