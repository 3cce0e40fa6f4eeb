"""The list's own search over 2,000 invented households, timed in Node and in a slowed Chromium page."""

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright

from bench.handset import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).parent / "page"
NODE = ROOT / ".venv" / "bin" / "node"
BUILD = (PAGE / "build.mjs").read_text(encoding="utf-8")
TIMED = (PAGE / "search.js").read_text(encoding="utf-8")


def search_times(driver: Playwright, slower: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="kasane-search-") as name:
        _node(BUILD, name)
        module = next(Path(name).glob("search.*js")).read_text(encoding="utf-8")
    code, _, exported = module.rpartition("export")
    code += "".join(
        f"\nconst {alias.strip()} = {own.strip()};"
        for own, _, alias in (part.partition(" as ") for part in exported.strip(" {};\n").split(","))
        if alias and own.strip() != alias.strip()
    )
    body = f"{code}\n{TIMED}"
    with driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser:
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        in_browser = page.evaluate(f"() => {{ {body} return median; }}")
    in_node = float(_node(f"{body}\nconsole.log(median);"))
    return {"Node": in_node, f"Chromium {slower:g}× slowed": in_browser}


def _node(script: str, *words: str) -> str:
    command = [str(NODE), "--input-type=module", "-e", script, *words]
    answer = subprocess.run(command, cwd=ROOT / "pwa", capture_output=True, text=True, check=True)
    return answer.stdout
