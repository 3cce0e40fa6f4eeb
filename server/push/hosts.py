"""Where a push may go: the four known push services, and never a private address."""

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

EXACT = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
SUFFIXES = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
LONGEST = 1024

# is_global says True for these, yet they reach inside: NAT64, 6to4, Teredo.
TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class EndpointNotAllowed(ValueError):
    """The address is not one of a known push service."""


class AddressNotPublic(OSError):
    """A push service's name resolved to an address inside some network."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint that passed the list: `origin` is what VAPID names, `target` is where the bytes go."""

    origin: str
    target: URL


def accept(endpoint: str, extra: Mapping[str, str]) -> Endpoint:
    """Raise EndpointNotAllowed unless the endpoint is a known push service's; asked when kept and again when sent."""
    url = _parse(endpoint)
    origin = str(url.origin())
    if origin in extra:
        return Endpoint(origin, _moved(url, extra[origin]))
    if url.scheme != "https" or url.explicit_port not in (None, 443):
        raise EndpointNotAllowed("scheme or port")
    host = url.raw_host or ""
    if not all(label and not label.startswith("xn--") for label in host.split(".")):
        raise EndpointNotAllowed("name")  # none of theirs is written so, but a name that only looks like theirs may be
    if host not in EXACT and not any(host.endswith(suffix) and host != suffix for suffix in SUFFIXES):
        raise EndpointNotAllowed("host")
    return Endpoint(origin, url)


def test_origins(entries: Iterable[str], own_origin: str) -> dict[str, str]:
    """`https://service=http://127.0.0.1:port` entries of a test run; refused where others reach the installation."""
    found = dict(entry.split("=", 1) for entry in entries)
    if found and URL(own_origin).host not in ("localhost", "127.0.0.1"):
        raise ValueError("extra push origins are for tests on localhost only")
    if any(URL(target).host != "127.0.0.1" for target in found.values()):
        raise ValueError("an extra push origin must lead to 127.0.0.1")
    return found


def _parse(endpoint: str) -> URL:
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or "\\" in endpoint:
        raise EndpointNotAllowed("text")
    try:
        url = URL(endpoint)
        absolute = url.absolute and url.scheme in ("http", "https") and bool(url.host)
    except ValueError as error:
        raise EndpointNotAllowed("not a URL") from error
    if not absolute or url.user is not None or url.password is not None or url.fragment or "#" in endpoint:
        raise EndpointNotAllowed("parts")
    return url


def _moved(url: URL, base: str) -> URL:
    """The same path on a test's own push service."""
    return URL(base.rstrip("/") + url.raw_path_qs, encoded=True)


def is_public(address: str) -> bool:
    """True only for an ordinary unicast address of the public internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in TUNNELS):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class PublicResolver(AbstractResolver):
    """Refuses a name as a whole when any of its addresses is not public: half a rebinding is a rebinding."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        if not found or not all(is_public(result["host"]) for result in found):
            raise AddressNotPublic(f"{host} does not resolve to public addresses only")
        return found

    async def close(self) -> None:
        await self._inner.close()
