"""B-48, B-49: no packet leaves for a host that is not a push service, whatever the address looks like."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from server.push.hosts import AddressNotPublic, EndpointNotAllowed, PublicResolver, accept, is_public, test_origins

make_origins = test_origins
del test_origins  # its name is the product's; pytest would take it for a test

GOOD = (
    "https://fcm.googleapis.com/fcm/send/abc:APA91b",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://eu.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QGuQ",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYA",
)
BAD = (
    "http://fcm.googleapis.com/x",
    "http://127.0.0.1/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://user:secret@fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://xfcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com./x",
    "https://evil.example/.google.com/",
    "https://127.0.0.1\\@fcm.googleapis.com/",
    "https://fcm.googleapis.com%2f@127.0.0.1/",
    "https://fcm.googleapis.com/x#fragment",
    "https://fсm.googleapis.com/x",
    "https://xn--fm-nmc.googleapis.com/x",
    "https://.push.apple.com/x",
    "https://push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://xn--fcm-1na.push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://notify.windows.com.evil.example/x",
    "https://fcm.googleapis.com/" + "a" * 1100,
    "https://fcm.googleapis.com/a b\n",
    "file:///etc/passwd",
    "//fcm.googleapis.com/x",
    "fcm.googleapis.com",
    "",
)
INSIDE = (
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "192.0.2.1",
    "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "2002:7f00:1::", "2001:0:1::1", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "name",
)  # fmt: skip


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_four_push_services_are_accepted(endpoint: str) -> None:
    assert accept(endpoint, {}).origin.startswith("https://")


@pytest.mark.parametrize("endpoint", BAD)
def test_everything_else_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointNotAllowed):
        accept(endpoint, {})


@given(st.text(max_size=80))
def test_no_text_smuggles_another_host_in(text: str) -> None:
    for endpoint in (
        text,
        f"https://{text}",
        f"https://{text}@fcm.googleapis.com/",
        f"https://fcm.googleapis.com{text}",
    ):
        try:
            target = accept(endpoint, {}).target
        except EndpointNotAllowed:
            continue
        assert target.scheme == "https"
        assert target.host is not None
        assert target.host.endswith(("googleapis.com", ".mozilla.com", ".apple.com", ".windows.com"))


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_reaches_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert all(is_public(one) for one in ("8.8.8.8", "2001:4860:4860::8888", "142.250.196.106"))


class Answers(AbstractResolver):
    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=int(family), proto=0, flags=0)
            for one in self.addresses
        ]

    async def close(self) -> None:
        return None


async def test_a_name_that_resolves_inside_is_refused_even_beside_a_public_address() -> None:
    with pytest.raises(AddressNotPublic):
        await PublicResolver(Answers("8.8.8.8", "127.0.0.1")).resolve("fcm.googleapis.com")
    assert await PublicResolver(Answers("8.8.8.8")).resolve("fcm.googleapis.com")


def test_extra_origins_are_refused_where_others_reach_the_installation() -> None:
    entries = ("https://jmt17.google.com=http://127.0.0.1:9",)
    assert make_origins(entries, "http://localhost:8300")
    with pytest.raises(ValueError, match="localhost"):
        make_origins(entries, "https://kasane.example.jp")
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        make_origins(("https://jmt17.google.com=http://10.0.0.1:9",), "http://localhost:8300")
