"""A new device at the coordinator's desk: its code is photographed, its six digits compared, and the factor asked for once more."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import expect

from server.demo.course import staff_id
from tests.e2e.people import AUTHENTICATOR, OUT, PHRASE, Cast, Person
from tests.e2e.words import word

PWA = Path(__file__).parent.parent.parent / "pwa"
_MODULES = """const { encode } = await import('uqr');
process.stdout.write(JSON.stringify(encode(process.argv[1], { ecc: 'M', boostEcc: true, border: 4 }).data));"""


async def test_satos_new_phone_is_let_in_from_the_code_on_tanakas_screen(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol(label="北区 窓口")
    await tanaka.go("/devices")
    link = await _makes_link(tanaka, "sato")
    await _shows(tanaka, link)
    sato = await cast.phone("sato")
    number = await _asks_to_be_let_in(sato, link)
    await tanaka.see(word("devices.linkUsedHow"), 30)
    await expect(tanaka.page.locator("svg[role=img]")).to_have_count(0)
    field = tanaka.page.locator(f"#code-{sato.device}")  # others may wait beside it
    await field.fill(number)
    await tanaka.page.locator(".card", has=field).get_by_role("button", name=word("devices.approve")).click()
    await tanaka.see(word("step-up.why"))
    await _look(tanaka, "step-up")
    await _answers(tanaka, "ちがう ことば です よね はい")
    await tanaka.see(word("unlock.wrong"))
    assert await _state(tanaka, sato.device) == "pending", "nobody was let in yet"
    await _answers(tanaka, PHRASE)
    await field.wait_for(state="detached")
    await sato.button(word("ja.hide")).first.wait_for(timeout=60_000)


async def test_digits_that_do_not_come_from_the_keys_are_called_false_and_cannot_be_approved(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol(label="北区 窓口2")
    await tanaka.go("/devices")
    sato = await cast.phone("sato")
    await _asks_to_be_let_in(sato, await _makes_link(tanaka, "sato"))

    async def lie(route: Any) -> None:
        answer = await route.fetch()
        told = await answer.json()
        for row in told["devices"]:
            row["check_code"] = "123456"
        await route.fulfill(response=answer, json=told)

    await tanaka.page.route("**/devices/v1/devices", lie)
    await tanaka.tap(word("devices.again"))
    await tanaka.see(word("devices.otherDigitsHow"))
    await expect(tanaka.button(word("devices.approve"))).to_have_count(0)
    await _look(tanaka, "other-digits")


async def test_an_app_on_the_home_screen_takes_a_pasted_link(cast: Cast) -> None:
    tanaka = await cast.own_desk("tanaka")
    await tanaka.enrol(label="北区 窓口3")
    await tanaka.go("/devices")
    link = await _makes_link(tanaka, "sato")
    sato = await cast.phone("sato")
    await sato.page.goto(sato.world.origin)
    field = sato.page.get_by_label(word("unlock.paste"), exact=True)
    await field.fill("https://other.example/enrol#" + link.partition("#")[2])
    await sato.tap(word("unlock.pasteDo"))
    await sato.see(word("unlock.pasteWrong"))
    await _look(sato, "paste")
    await field.fill(link)
    await sato.tap(word("unlock.pasteDo"))
    await sato.see(word("unlock.forWhom"))
    assert "#" not in sato.page.url, "the secret does not stay in the address bar"
    await _no_passkey_will_do(sato)


async def _no_passkey_will_do(person: Person) -> None:
    """Neither where the finger is not recognised nor where the passkey gives no key: it is said, and the other way stays."""
    cdp = await person.context.new_cdp_session(person.page)
    await cdp.send("WebAuthn.enable")
    without = {"options": {**AUTHENTICATOR, "hasPrf": False, "isUserVerified": False}}
    authenticator = await cdp.send("WebAuthn.addVirtualAuthenticator", without)
    await person.page.get_by_label(word("unlock.label")).fill("北区 8号機")
    await person.tap(word("unlock.next"))
    await person.tap(word("unlock.passkeyDo"))
    await person.see(word("unlock.passkeyCancelled"))
    await cdp.send("WebAuthn.setUserVerified", {**authenticator, "isUserVerified": True})
    await person.tap(word("unlock.passkeyDo"))
    await person.see(word("unlock.passkeyMissing"))
    await expect(person.button(word("unlock.passkeyDo"))).to_have_count(0)
    await expect(person.page.locator("#phrase")).to_be_visible()
    await _look(person, "no-passkey")


async def _makes_link(person: Person, whose: str) -> str:
    await person.page.locator("#link-staff").select_option(str(staff_id(whose)))
    await person.tap(word("devices.make"))
    found = person.page.locator(".made .link")
    await found.wait_for()
    return (await found.inner_text()).strip()


async def _shows(person: Person, link: str) -> None:
    """What a camera would see, module by module, on both grounds; and that it is large enough for one."""
    wanted = _modules_of(link)
    code = person.page.locator("svg[role=img]")
    for ground in ("light", "dark"):
        await person.page.emulate_media(color_scheme=ground)
        seen = Image.open(io.BytesIO(await code.screenshot())).convert("L")
        assert seen.width >= 5 * len(wanted), "each module is five pixels or more"
        step, grey = seen.width / len(wanted), seen.tobytes()
        middle = [int((n + 0.5) * step) for n in range(len(wanted))]
        dark = [[grey[y * seen.width + x] < 128 for x in middle] for y in middle]
        assert dark == wanted
        await _look(person, f"link-{ground}")
    await person.page.emulate_media(color_scheme="light")


def _modules_of(link: str) -> list[list[bool]]:
    """Rows of the code of exactly this link, by the library itself."""
    node = str(Path(sys.executable).with_name("node"))
    asked = [node, "--input-type=module", "-e", _MODULES, link]
    return json.loads(subprocess.run(asked, cwd=PWA, capture_output=True, text=True, check=True).stdout)


async def _asks_to_be_let_in(person: Person, link: str) -> str:
    """Until the phone shows its six digits."""
    await person.page.goto(link)
    await person.page.get_by_label(word("unlock.label")).fill("北区 9号機")
    await person.button(word("unlock.next")).click()
    await person.page.locator("#phrase").fill(PHRASE)
    await person.page.locator("#phrase-again").fill(PHRASE)
    async with person.page.expect_response("**/devices/v1/enrol", timeout=60_000) as enrolled:
        await person.button(word("unlock.phraseDo")).click()
    told = await (await enrolled.value).json()
    person.device = told["device"]
    await person.see(word("unlock.waitBody"))
    return told["check_code"]


async def _answers(person: Person, phrase: str) -> None:
    await person.page.locator("#step-up-phrase").fill(phrase)
    await person.tap(word("step-up.phrase"))


async def _state(person: Person, device: str) -> str:
    rows = await person.world.sql("select state from device where id = $1", device)
    return rows[0]["state"]


async def _look(person: Person, name: str) -> None:
    await person.page.screenshot(path=OUT / f"new-device-{name}.png", full_page=True)
