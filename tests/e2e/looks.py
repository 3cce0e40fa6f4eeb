"""What is asked of every screen: no barrier axe knows of, no sideways scroll, no foreign word, the quiet title, a picture."""

import base64
import json
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any

from tests.e2e.people import OUT, Person

ROOT = Path(__file__).parent.parent.parent
AXE = (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KEPT = ROOT / "docs" / "screenshots"
LONGEST = 8000  # pixels of a page in one look
LARGEST = 150_000  # bytes of a picture in the documentation
NARROW = 320
# Units, keys and names that stand in Latin letters in a Japanese sentence too.
ALLOWED = {
    "Wi",
    "Fi",
    "QR",
    "Chrome",
    "Firefox",
    "Edge",
    "Safari",
    "kasane",
    "Enter",
    "Esc",
    "Tab",
    "Shift",
    "cm",
    "kg",
}
_WORD = re.compile(r"[A-Za-z]{2,}")
_READ = """() => {
  const shown = (one) => one.checkVisibility?.({ checkOpacity: false, checkVisibilityCSS: true }) ?? true;
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (node.data.trim() && of && shown(of) && !of.closest('kbd, code, script, style, noscript')) out.push(node.data);
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]'))
    if (shown(one)) out.push(...['aria-label', 'placeholder', 'title', 'alt'].map((name) => one.getAttribute(name) ?? ''));
  return out.join('\\n');
}"""
_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .slice(0, 4).map((one) => one.outerHTML.slice(0, 120))"""
_SHADES = """async (packed) => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))]));
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  for (let shades = 32; ; shades -= 2) {
    const near = (value) => Math.round(Math.round((value / 255) * shades) / shades * 255);
    const colours = new Map();
    let text = '';
    for (let at = 0; at < data.length && colours.size <= 256; at += 4) {
      const colour = (near(data[at]) << 16) | (near(data[at + 1]) << 8) | near(data[at + 2]);
      if (!colours.has(colour)) colours.set(colour, colours.size);
      text += String.fromCharCode(colours.get(colour));
    }
    if (colours.size <= 256) return { width: image.width, height: image.height, colours: [...colours.keys()], places: btoa(text) };
  }
}"""
_REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !(one.type === 'radio' && [...document.getElementsByName(one.name)].find((peer) => peer.checked) !== one && document.getElementsByName(one.name)[0] !== one));
  globalThis.unreached = new Set(all);
  addEventListener('focusin', (event) => globalThis.unreached.delete(event.target));
  document.activeElement?.blur?.();
  return all.length;
}"""


async def look(person: Person, name: str, *, keep: str = "", widths: tuple[int, ...] = ()) -> list[str]:
    """What is wrong with the screen as it stands, in words; takes its picture at each width.

    `keep` is the name under which the documentation shows it.
    """
    page = person.page
    own = page.viewport_size
    assert own is not None
    wrong: list[str] = []
    for width in widths or (own["width"],):
        await page.set_viewport_size({"width": width, "height": own["height"]})
        await _still(person)
        if keep:
            await page.locator(".toast").wait_for(state="detached")
        await _picture(person, f"{name}-{width}", keep if width == (widths or (own["width"],))[-1] else "")
        # At its full length: what stands under the sticky foot is reached by scrolling, which axe does not do.
        length = await page.evaluate("document.documentElement.scrollHeight")
        await page.set_viewport_size({"width": width, "height": min(max(length, own["height"]), LONGEST)})
        wrong += [f"{name} at {width}: {line}" for line in await _barriers(person)]
    await page.set_viewport_size({"width": NARROW, "height": own["height"]})
    await _still(person)
    if await page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
        wrong.append(f"{name} scrolls sideways at {NARROW}: {await page.evaluate(_WIDE)}")
    await page.set_viewport_size(own)
    wrong += [f"{name}: {word}" for word in foreign(await page.evaluate(_READ))]
    if (title := await page.title()) != "かさね":
        wrong.append(f"{name} is titled {title}")
    return wrong


def foreign(text: str) -> list[str]:
    """Latin words that belong to no Japanese sentence; a device's number and a version's mark are no words."""
    plain = re.sub(r"\b[0-9a-f]{7,}\b|\d+\.\d+\.\d+（[0-9a-f]+）", "", text)
    return sorted(set(_WORD.findall(plain)) - ALLOWED)


async def unreached(person: Person) -> list[str]:
    """Controls the Tab key does not come to."""
    count = await person.page.evaluate(_REACHABLE)
    for _ in range(count + 8):
        await person.page.keyboard.press("Tab")
    return await person.page.evaluate("() => [...globalThis.unreached].map((one) => one.outerHTML.slice(0, 160))")


async def _barriers(person: Person) -> list[str]:
    page = person.page
    if not await page.evaluate("Boolean(window.axe)"):
        await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{one['id']}: {one['help']} {json.dumps([node['html'][:140] + ' ' + node['failureSummary'][:160] for node in one['nodes'][:3]], ensure_ascii=False)}"
        for one in found["violations"]
    ]


async def _still(person: Person) -> None:
    """Two frames without a change of layout, and nothing on its way in."""
    await person.page.evaluate(
        "async () => { for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);"
        " await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))); }"
    )


async def _smaller(person: Person, picture: bytes) -> bytes:
    """The same picture in at most 256 colours, as a PNG with a palette."""
    blank = await person.context.new_page()
    plain = await blank.evaluate(_SHADES, base64.b64encode(picture).decode())
    await blank.close()
    width, places = plain["width"], base64.b64decode(plain["places"])
    lines = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    head = struct.pack(">IIBBBBB", width, plain["height"], 8, 3, 0, 0, 0)
    palette = b"".join(colour.to_bytes(3, "big") for colour in plain["colours"])
    parts = [(b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


async def _picture(person: Person, name: str, keep: str) -> None:
    folder = OUT / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    picture = await person.page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")
    if keep and os.environ.get("KASANE_SCREENSHOTS"):
        KEPT.mkdir(exist_ok=True)
        picture = await _smaller(person, picture)
        assert len(picture) <= LARGEST, f"{keep} is too large for the documentation"
        (KEPT / f"{keep}.png").write_bytes(picture)
