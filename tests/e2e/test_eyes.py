"""What the screen stories see with: our own measure of colours finds exactly what axe finds."""

from tests.e2e.looks import AXE, barriers, unreached
from tests.e2e.measures import CONTRAST, FINDINGS
from tests.e2e.people import Cast

# Each line: its name, its style, and that of the box it stands in.
SAMPLES = (
    ("black", "color: #000", ""),
    ("just-enough", "color: #595959", ""),
    ("just-too-near", "color: #5a5a5a", ""),
    ("white-on-grey", "color: #fff", "background: #767676"),
    ("half-seen", "color: rgb(0 0 0 / 60%)", ""),
    ("half-seen-ground", "color: #555", "background: rgb(0 0 0 / 10%)"),
    ("large", "color: #767676; font-size: 24px", ""),
    ("large-too-near", "color: #777; font-size: 24px", ""),
    ("bold", "color: #767676; font-size: 19px; font-weight: 700", ""),
    ("bold-but-small", "color: #767676; font-size: 18px; font-weight: 700", ""),
    ("yellow", "color: #ffff00", "background: #fff"),
    ("deep", "color: #fff", "background: #005a36"),
    ("unseen", "color: #eee; display: none", ""),
)
_AS_ASKED = """() => axe.configure({ checks: [{ id: 'color-contrast', options: {
  ignoreUnicode: true, ignoreLength: false, ignorePseudo: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
  contrastRatio: { normal: { expected: 7 }, large: { expected: 4.5 } },
  pseudoSizeThreshold: 0.25, shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03 } }] })"""
_AXE = """async () => (await axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast'] } })).violations
  .flatMap((one) => one.nodes.map((node) => /id="([a-z-]+)"/.exec(node.html)[1]))"""
TOO_NEAR = {"just-too-near", "white-on-grey", "half-seen", "half-seen-ground", "large-too-near", "bold-but-small", "yellow"}


async def test_colours_too_near_are_seen_as_axe_sees_them(cast: Cast) -> None:
    sato = await cast.phone("sato")
    page = await sato.context.new_page()
    lines = "".join(f'<div style="{box}"><p id="{name}" style="{style}">{name}</p></div>' for name, style, box in SAMPLES)
    await page.set_content(f'<html lang="ja"><body style="background: #fff">{lines}</body></html>')
    await page.evaluate(AXE)
    await page.evaluate(_AS_ASKED)
    ours = await page.evaluate(CONTRAST)
    assert {one.rpartition(": ")[2] for one in ours} == TOO_NEAR == set(await page.evaluate(_AXE)), ours


async def test_a_ground_that_cannot_be_told_is_said(cast: Cast) -> None:
    sato = await cast.phone("sato")
    page = await sato.context.new_page()
    await page.set_content('''<p style="background: linear-gradient(#fff, #000)">shaded</p><p style="opacity: 0.4">faint</p>
      <input id="name" placeholder="x" value="y"><button disabled style="color: #eee">idle</button>''')
    said = await page.evaluate(CONTRAST)
    assert [one for one in said if "told" in one] == ["contrast cannot be told: shaded", "contrast cannot be told: faint"]
    assert any("placeholder of name" in one for one in said)
    assert not any("idle" in one for one in said)


async def test_a_control_too_small_for_a_hand_is_said(cast: Cast) -> None:
    sato = await cast.phone("sato")
    page = await sato.context.new_page()
    sizes = "".join(f'<button style="padding: 0; width: {size}px; height: {size}px">{size}</button>' for size in (20, 24, 44, 48))
    await page.set_content(f"<main>{sizes}<label><input type=checkbox>a label is the control</label></main>")
    asked = [{"phone": phone, "touch": True} for phone in (False, True)]
    desk, phone = [[one for one in await page.evaluate(FINDINGS, each) if "too small" in one] for each in asked]
    small = [one.split(", ")[1].split(":")[0] for one in desk if "<button" in one]
    assert small == ["20 by 20"], desk
    assert sum("by" in one for one in phone if "<button" in one) == 3, phone


async def test_what_only_the_desk_shows_or_leaves_without_a_name_is_said(cast: Cast) -> None:
    sato = await cast.phone("sato")
    sato.page = await sato.context.new_page()
    await sato.page.set_content('''<!doctype html><html lang="ja"><title>かさね</title><style>
      .desk { display: none } @media (min-width: 64em) { .word { display: none } .desk { display: block } .long { height: 60px; overflow: auto } }
      </style><main><button id="send"><svg aria-hidden="true"></svg><span class="word">send</span></button><a id="same" href="#"><i></i></a>
      <div class="desk"><a id="wide" href="#"><i></i></a></div><div class="long"><p style="margin-top: 900px">far</p></div></main>''')
    found = []
    for width, again in ((360, False), (1280, True)):
        await sato.page.set_viewport_size({"width": width, "height": 800})
        found.append([(one.partition(":")[0], name) for one in await barriers(sato, again=again) for name in ("same", "wide", "send", "far") if name in one])
    assert found == [[("link-name", "same")], [("scrollable-region-focusable", "far"), ("button-name", "send"), ("link-name", "wide")]]


async def test_what_the_keyboard_does_not_reach_or_show_is_said(cast: Cast) -> None:
    sato = await cast.phone("sato")
    sato.page = await sato.context.new_page()
    for _ in range(2):  # what watched the screen before says nothing about this one
        await sato.page.set_content('''<style>:focus { outline: 2px solid } #bare:focus { outline: none }</style>
          <div><button>one</button></div><div><button id="bare">bare</button></div><div><a href="#two">two</a></div>
          <div><button onfocus="this.blur()" onkeydown="event.preventDefault()" id="last">last</button></div>
          <div inert><button id="shut">shut</button></div>''')
        said = await unreached(sato)
        assert [one for one in said if "shut" in one] == ['the keyboard does not reach <button id="shut">shut</button>']
        assert sorted({one for one in said if "bare" in one}) == ['focus is not seen on <button id="bare">bare</button>']
        assert not any("two" in one or "one</button>" in one for one in said)
