"""The import contracts of pyproject.toml hold, and they cover every part of the server."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, read, under

# What stands outside the layers: nothing of the web tier may import these, see the contracts.
APART = {
    "embedded",
    "supervisor",
    "box",
    "ceremony",
    "first_secrets",
    "piccolo_app",
    "piccolo_conf",
    "sequence",
    "roster",
    "demo",
    "vault",
    "casework",
    "envelope",
}


@pytest.mark.shows("I10")
def test_the_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_of_the_server_stands_in_a_contract() -> None:
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    placed = {name.strip().split(".")[1] for layer in layers for name in layer.replace("|", ":").split(":")}
    parts = {path.parts[1].removesuffix(".py") for path in under("server", ending=".py")} - {"__init__"}
    assert parts - placed - APART == set()
    assert placed - parts == set(), "a layer names a part that does not exist"


@pytest.mark.shows("I10")
def test_the_web_tier_loads_without_anything_that_opens_records() -> None:
    """The contract reads sources; this asks the running interpreter."""
    program = (
        "import sys, server.app\n"
        "bad = [m for m in sys.modules if m.startswith(('server.vault', 'server.demo', 'server.casework',"
        " 'server.envelope.sealing', 'server.envelope.wrapping'))]\n"
        "sys.exit(' '.join(bad) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_a_web_process_loads_no_second_way_of_checking_data() -> None:
    """Litestar takes pydantic up by itself where it is installed; it would be a ninth of what a web process may hold."""
    program = "import sys; from server.app import lay_routes; lay_routes(); sys.exit('pydantic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
