"""The built PWA, held in memory: compressed once, with strong tags, and the shell for every deep link."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from litestar.types import Receive, Scope, Send

from server.problems import Problem

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/wasm", ".wasm")

_WORTH_SQUEEZING = re.compile(r"text/|.*(?:json|javascript|svg|wasm)")
_READY_MADE = (".br", ".gz", ".map")
FOREVER = b"public, max-age=31536000, immutable"
ASK_FIRST = b"no-cache"


@dataclass(frozen=True, slots=True)
class File:
    kind: bytes
    cache: bytes
    tag: str
    forms: dict[str, bytes]  # "" as it is, "br", "gzip"


class StaticFiles:
    def __init__(self, root: Path) -> None:
        self.files = {f"/{path.relative_to(root).as_posix()}": _read(root, path) for path in _served(root)}

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):  # type: ignore[typeddict-item]
            raise Problem("not_found")
        headers = {name.lower(): value for name, value in scope["headers"]}
        raw: bytes = scope.get("raw_path", b"/")
        file = self._find(unquote(raw.partition(b"?")[0].decode("latin-1")), headers)
        form = _choose(file, headers.get(b"accept-encoding", b"").decode("latin-1"))
        tag = f'"{file.tag}{form and "-" + form}"'.encode()
        answer = [(b"cache-control", file.cache), (b"etag", tag), (b"vary", b"accept-encoding")]
        if tag in {part.strip() for part in headers.get(b"if-none-match", b"").split(b",")}:
            await _say(send, 304, answer, b"")
            return
        body = file.forms[form]
        answer += [(b"content-type", file.kind), (b"content-length", str(len(body)).encode())]
        if form:
            answer.append((b"content-encoding", form.encode()))
        await _say(send, 200, answer, b"" if scope["method"] == "HEAD" else body)  # type: ignore[typeddict-item]

    def _find(self, path: str, headers: dict[bytes, bytes]) -> File:
        file = self.files.get("/index.html" if path == "/" else path)
        if file is not None:
            return file
        shell = self.files.get("/index.html")
        is_place = "." not in path.rsplit("/", 1)[-1] and not path.startswith("/assets/")
        if shell is None or not is_place or not _navigates(headers):
            raise Problem("not_found")
        return shell


def _served(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return [path for path in root.rglob("*") if path.is_file() and path.suffix not in _READY_MADE]


def _read(root: Path, path: Path) -> File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    hashed = path.relative_to(root).as_posix().startswith("assets/")
    forms = {"": body}
    if _WORTH_SQUEEZING.match(kind):
        for form, ready in (("br", path.with_name(path.name + ".br")), ("gzip", path.with_name(path.name + ".gz"))):
            if ready.is_file() and ready.stat().st_mtime >= path.stat().st_mtime:
                forms[form] = ready.read_bytes()
        forms.setdefault("gzip", gzip.compress(body, 9, mtime=0))
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return File(
        kind=f"{kind}{charset}".encode(),
        cache=FOREVER if hashed else ASK_FIRST,
        tag=hashlib.sha256(body).hexdigest()[:32],
        forms={form: made for form, made in forms.items() if not form or len(made) < len(body)},
    )


def _choose(file: File, accepts: str) -> str:
    offered = {
        name.strip().lower()
        for name, _, weight in (part.partition(";") for part in accepts.split(","))
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    }
    return next((form for form in ("br", "gzip") if form in file.forms and form in offered), "")


def _navigates(headers: dict[bytes, bytes]) -> bool:
    mode = headers.get(b"sec-fetch-mode")
    return mode == b"navigate" if mode is not None else b"text/html" in headers.get(b"accept", b"")


async def _say(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
