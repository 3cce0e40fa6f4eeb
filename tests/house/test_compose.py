"""compose.yaml keeps the walls it promises; no engine is needed to read them."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from server import cli
from server.door.body import LONGEST
from server.vault import __main__ as command
from tests.house.tree import ROOT, read

COMPOSE = yaml.safe_load(read("compose.yaml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def _networks(service: str) -> set[str]:
    return set(SERVICES[service]["networks"])


def _neighbours(service: str) -> set[str]:
    return {other for other in SERVICES if other != service and _networks(other) & _networks(service)}


def test_only_the_proxy_opens_ports() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_database_is_reached_by_web_and_the_administrators_commands_only() -> None:
    assert _neighbours("database") == {"web", "migrate", "admin"}


def test_the_vault_reaches_web_and_nothing_else() -> None:
    assert _neighbours("vault") == {"web"}


def test_the_inner_networks_have_no_way_out() -> None:
    networks = COMPOSE["networks"]
    assert {name for name, network in networks.items() if network.get("internal")} == {"front", "data", "keys"}
    assert all(networks[name].get("internal") for name in _networks("vault") | _networks("database"))


def test_only_the_vault_mounts_its_keys() -> None:
    holders = [name for name, s in SERVICES.items() if any("vault_keys" in str(v) for v in s.get("volumes", []))]
    assert holders == ["vault"]
    assert "secrets" not in SERVICES["vault"]


def test_the_owners_password_is_not_given_to_what_faces_the_network() -> None:
    assert not {"owner.pgpass", "database_owner_password", "database_admin_password"} & set(SERVICES["web"]["secrets"])
    assert "kasane_web@" in SERVICES["web"]["environment"]["KASANE_DATABASE_URL"]


def test_two_web_processes_share_one_database_and_one_vault() -> None:
    assert SERVICES["web"]["deploy"]["replicas"] >= 2
    assert "deploy" not in SERVICES["vault"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_hardened(service: str) -> None:
    given = SERVICES[service]
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in given["security_opt"]
    assert not given.get("privileged")
    assert "docker.sock" not in str(given)


@pytest.mark.parametrize("service", ["database", "web", "proxy", "vault"])
def test_what_others_wait_for_tells_its_health(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"


def test_every_secret_named_is_defined_and_made_by_the_script() -> None:
    named = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert named == set(COMPOSE["secrets"])
    assert "/deploy/secrets/" in read(".gitignore").splitlines()
    files = {secret["file"] for secret in COMPOSE["secrets"].values()}
    assert all(file.startswith("./deploy/secrets/") for file in files)


def test_no_password_stands_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not re.search(r"://[^/@]*:[^/@]*@", str(value)), name


def test_every_volume_and_network_named_is_defined() -> None:
    networks = {network for service in SERVICES.values() for network in service["networks"]}
    assert networks == set(COMPOSE["networks"])
    mounts = [str(mount).split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert {mount for mount in mounts if not mount.startswith(".")} == set(COMPOSE["volumes"])
    assert [mount for mount in mounts if mount.startswith(".") and not (ROOT / mount).exists()] == []


def test_every_build_file_and_what_it_copies_exists() -> None:
    for service in SERVICES.values():
        if "build" not in service:
            continue
        text = read(service["build"]["dockerfile"])
        copies = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ") and "--from" not in line]
        assert [source for line in copies for source in line if not (ROOT / source).exists()] == []
        assert re.search(r"^USER \d+$", text, re.MULTILINE)


def test_the_web_image_carries_nothing_that_opens_records() -> None:
    text = read("deploy/web.Dockerfile")
    removed = next(line for line in text.splitlines() if line.startswith("RUN rm -r "))
    for part in (
        "server/vault",
        "server/demo",
        "server/casework",
        "server/envelope/sealing.py",
        "server/envelope/wrapping.py",
    ):
        assert part in removed.split()
        assert (ROOT / part).exists(), f"{part} is named but missing"


def test_the_containers_install_the_very_versions_the_tests_ran_with() -> None:
    pins = re.compile(r"^\S+==\S+", re.MULTILINE)
    inside, tested = (set(pins.findall(read(lock))) for lock in ("deploy/requirements.lock", "requirements.lock"))
    assert inside
    assert inside - tested == set()


def test_the_proxy_lets_a_body_take_as_long_as_the_web_tier_does() -> None:
    said = re.search(r"read_body (\d+)s", read("deploy/proxy/Caddyfile"))
    assert said
    assert int(said[1]) >= LONGEST, "a phone in a basement would be cut off before its megabyte is through"


def test_every_command_of_the_first_day_is_one_that_there_is() -> None:
    """In the order of deploy/README.md, as far as an argument parser goes: nobody is let in before they are on the list."""
    lines = [line for line in read("deploy/README.md").splitlines() if line.startswith("docker compose")]
    admin = [words for line in lines for words in re.findall(r"\badmin (.+)$", line)]
    assert [words.split()[0] for words in admin[:3]] == ["begin-directory", "staff", "enrolment-link"]
    for words in admin:
        known = words.replace("職員ID", str(uuid4()))
        cli._parser().parse_args(shlex.split(known))
    vault = [words for line in lines for words in re.findall(r"python -m server\.vault (.+?)(?: \||$)", line)]
    assert [words.split()[0] for words in vault] == ["init", "certify"]
    for words in vault:
        command._arguments().parse_args(shlex.split(words.replace("端末ID", str(uuid4()))))


def test_web_and_vault_know_the_address_people_open() -> None:
    said = {SERVICES[name]["environment"]["KASANE_ORIGIN"] for name in ("web", "vault")}
    assert len(said) == 1
    assert said.pop().startswith("https://${KASANE_NAME:?")


def _lay_out(dockerfile: str, folder: Path) -> None:
    """What the image would hold of the project's own files."""
    for line in read(dockerfile).splitlines():
        if line.startswith(("COPY server", "COPY migrations")):
            *sources, target = line.split()[1:]
            for source in sources:
                kept = folder / target / (ROOT / source).name if target.endswith("/") else folder / target
                kept.parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy2
                copy(ROOT / source, kept)
        elif line.startswith("RUN rm -r "):
            for part in line.split()[3:]:
                gone = folder / part
                shutil.rmtree(gone) if gone.is_dir() else gone.unlink()


@pytest.mark.parametrize(
    ("dockerfile", "words"),
    [
        ("deploy/vault.Dockerfile", ["-m", "server.vault", "--help"]),
        ("deploy/vault.Dockerfile", ["-m", "server.vault.heartbeat", "--help"]),
        ("deploy/web.Dockerfile", ["-c", "import server.app"]),
        ("deploy/web.Dockerfile", ["-m", "server.cli", "staff", "--help"]),
    ],
)
def test_each_image_holds_every_file_its_program_loads(dockerfile: str, words: list[str], tmp_path: Path) -> None:
    _lay_out(dockerfile, tmp_path)
    done = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Error" not in done.stderr, done.stderr
    assert done.returncode == (1 if "server.vault.heartbeat" in words else 0)
