"""The headers of every answer, and what the headers of a request must look like."""

import re

from litestar.types import Scope

from server.problems import Problem
from server.settings import Settings

MAX_HEADER_BYTES = 32 * 1024
MAX_HEADERS = 100
MAX_TARGET = 2048
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE"})
SAFE = frozenset({"GET", "HEAD"})
ONCE = (b"host", b"origin", b"content-type", b"content-length", b"content-encoding", b"authorization")

# 'wasm-unsafe-eval' lets Argon2id run as WebAssembly and nothing else: docs/decisions/0010-content-security-policy.md.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; "
    "object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types kasane-worker svelte-trusted-html"
)
_NO_POWERS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), fullscreen=(self), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()"
)
_PLAIN_PATH = re.compile(rb"/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*")
# Also every byte beyond ASCII: no path of ours has one, and a full-width digit would pass for a digit of an id.
_TRICKY = re.compile(rb"//|/\.{1,2}(?:/|$)|%(?:2e|2f|5c|[01][0-9a-f]|7f|[89a-f][0-9a-f])", re.IGNORECASE)
_CHUNK = re.compile(rb"/blobs/v1/[^/]+/[0-9]+")
_JSON = re.compile(rb'application/json(?:\s*;\s*charset="?utf-8"?)?\s*', re.IGNORECASE)


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    said = {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": _NO_POWERS,
    }
    if settings.secure:
        said["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in said.items()]


def check_request(scope: Scope, settings: Settings) -> dict[bytes, bytes]:
    """The request's single headers, once host, target, method and origin are in order."""
    given: list[tuple[bytes, bytes]] = list(scope["headers"])
    if len(given) > MAX_HEADERS or sum(len(name) + len(value) for name, value in given) > MAX_HEADER_BYTES:
        raise Problem("headers_too_large")
    names = [name.lower() for name, _ in given]
    if any(names.count(name) > 1 for name in ONCE):
        raise Problem("bad_request")
    single = dict(zip(names, (value for _, value in given), strict=True))
    if single.get(b"host", b"").decode("latin-1").lower() not in settings.hosts:
        raise Problem("bad_host")
    _check_target(scope)
    if scope["method"] not in METHODS:  # type: ignore[typeddict-item]
        raise Problem("method_not_allowed", allow=", ".join(sorted(METHODS)))
    if scope["method"] not in SAFE:  # type: ignore[typeddict-item]
        _check_unsafe(single, settings, "raw" if is_chunk(scope) else "json")
    elif single.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in single:
        raise Problem("bad_request")
    return single


def is_chunk(scope: Scope) -> bool:
    """The one call whose body is bytes: a sealed part of a photo."""
    path: bytes = scope.get("raw_path", b"")
    return scope["method"] == "PUT" and _CHUNK.fullmatch(path.partition(b"?")[0]) is not None  # type: ignore[typeddict-item]


def _check_target(scope: Scope) -> None:
    path: bytes = scope.get("raw_path", b"") or b"/"
    path = path.partition(b"?")[0]
    if len(path) + len(scope["query_string"]) > MAX_TARGET:
        raise Problem("uri_too_long")
    if not _PLAIN_PATH.fullmatch(path) or _TRICKY.search(path):
        raise Problem("not_found")


def _check_unsafe(single: dict[bytes, bytes], settings: Settings, shape: str) -> None:
    """Cookies travel with forged requests too, so whatever changes something must come from our own pages."""
    if single.get(b"origin", b"").decode("latin-1") != settings.origin:
        raise Problem("bad_origin")
    if single.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
        raise Problem("bad_origin")
    if single.get(b"content-encoding", b"identity").lower() != b"identity":
        raise Problem("encoding_not_supported")
    kind = single.get(b"content-type")
    if shape == "raw":
        if kind != b"application/octet-stream":
            raise Problem("bytes_only")
    elif kind is not None and not _JSON.fullmatch(kind):
        raise Problem("json_only")
