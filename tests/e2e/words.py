"""The words on the screen, read from the app's own text modules, so that a story never keeps a copy of a sentence."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

TEXT = Path(__file__).parent.parent.parent / "pwa" / "src" / "text"
# A sentence with a gap is called with a mark in each gap; `word` gives what stands before the first mark.
_READ = """
import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) =>
  next(name.startsWith('.') && !name.endsWith('.ts') ? `${name}.ts` : name, context) });
const out = {};
const plain = (v) => typeof v === 'function' ? said(v) : v && typeof v === 'object' && !Array.isArray(v)
  ? Object.fromEntries(Object.entries(v).map(([k, one]) => [k, plain(one)])) : v;
const said = (f) => { try { return String(f(...Array(f.length).fill('\\u0000'))); } catch { return ''; } };
for (const file of process.argv.slice(1)) {
  const module = await import(file);
  const name = file.split('/').pop().replace('.ts', '');
  for (const [key, value] of Object.entries(module))
    if (value && typeof value === 'object') (out[name] ??= {})[key] = plain(value);
}
console.log(JSON.stringify(out));
"""


@cache
def _all() -> dict[str, dict[str, Any]]:
    node = Path(sys.executable).with_name("node")
    files = [str(file) for file in sorted(TEXT.glob("*.ts")) if not file.name.endswith(".test.ts")]
    env = {**os.environ, "NODE_NO_WARNINGS": "1"}
    done = subprocess.run(
        [node, "--input-type=module", "-e", _READ, *files], capture_output=True, check=False, text=True, env=env
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def word(path: str) -> str:
    """`word("visits.form.facts")`: file, then keys; the file's export needs no name."""
    file, *keys = path.split(".")
    for export in _all()[file].values():
        found: Any = export
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str):
            return found.split("\0")[0] or found.rsplit("\0", 1)[1]
    raise KeyError(path)
