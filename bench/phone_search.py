"""The list's own search over 2,000 invented households, timed in Node and in a slowed Chromium page."""

import json
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright

from bench.handset import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).parent.parent
NODE = ROOT / ".venv" / "bin" / "node"
BUILD = """
import { build } from 'vite';
await build({ configFile: false, logLevel: 'error', build: { outDir: process.argv[1], emptyOutDir: false, target: 'es2022',
  lib: { entry: 'src/casework/search.ts', formats: ['es'], fileName: 'search' } } });
"""
# Ordinary families, towns and telephone numbers that nobody has; the median of 41 searches of two words.
TIMED = """
const names = ['髙﨑', '渡邉', '松原', '高瀬', '安井', '齋藤', '𠮷田', '中村', '小林', '山本'], towns = ['亀屋町', '紫野下御輿町', '大宮西脇台町', '上賀茂池殿町'];
const rows = Array.from({ length: 2000 }, (_, n) => ({ search_key: [names[n % 10], 'たかさき', towns[n % 4] + n, `北区${towns[n % 4]}${n}番地`, `075000${n}`].map(searchKey).join('\\n') }));
const times = Array.from({ length: 41 }, (_, n) => { const began = performance.now(); search(rows, `${names[n % 10]} ${towns[n % 4]}`); return performance.now() - began; });
times.sort((a, b) => a - b)[20]
"""


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
    timed, _, last = TIMED.strip().rpartition("\n")
    body = f"{code}\n{timed}\nconst median = {last};"
    with driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser:
        page = browser.new_page()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        in_browser = page.evaluate(f"() => {{ {body} return median; }}")
    return {"Node": float(_node(f"{body}\nconsole.log(JSON.stringify(median));")), f"Chromium {slower:g}× slowed": in_browser}


def _node(script: str, *words: str) -> str:
    command = [str(NODE), "--input-type=module", "-e", script, *words]
    answer = subprocess.run(command, cwd=ROOT / "pwa", capture_output=True, text=True, check=True)
    return json.loads(answer.stdout) if answer.stdout.strip().replace(".", "").replace("e-", "").isdigit() else ""
