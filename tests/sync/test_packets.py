"""Who is given a packet: only whom its own opener names in it, in the record's own transaction, and with a basis in law."""

from typing import Any

import msgspec
import pytest

from server import db
from server.scope import service as scope
from server.sync.wire import Bucket, Op, PushReply
from tests.make import KIMURA, MORI, SATO, TANAKA, named, person, settle
from tests.sync.blind import VAULT, household
from tests.sync.conftest import Field

SHEET = named("共通シート第1版")
FUJII = person(name="藤井 一郎", role="administrator", center=None)
LEFT = person(name="辞めた人", role="outreach_worker", center="26107")


def packet(name: str = "共通シート第1版") -> Bucket:
    return msgspec.structs.replace(household(name), kind="packet")


def to(staff: Any, basis: str = "consent", **more: Any) -> dict[str, Any]:
    return {"k": "packet.grant", "staff": str(staff), "basis": basis, **more}


async def share(field: Field, *effects: dict[str, Any]) -> PushReply:
    raw = field.sato.seal(SHEET)
    reply = await field.sato.push(field.sato.beside(raw, *effects), buckets=(packet(),))
    assert [one.s for one in reply.results] == ["applied"]
    return reply


async def scope_of(field: Field, staff: Any) -> list[tuple[str, str]]:
    rows = await field.owner.fetch("select role, basis from scope_grant where staff = $1 and bucket = $2", staff, SHEET)
    return [(row["role"], row["basis"]) for row in rows]


async def refusals(field: Field) -> list[str]:
    rows = await field.owner.fetch("select purpose from audit_event where verb = 'packet.not_granted' order by n")
    return [row["purpose"] for row in rows]


async def test_sato_gives_a_sheet_to_kimura_of_another_ward_and_it_comes_with_her_next_pull(field: Field) -> None:
    await field.kimura.catch_up()
    await share(field, to(KIMURA.id, "vital_interest"))
    assert await scope_of(field, KIMURA.id) == [("external", "vital_interest")]
    reply = await field.kimura.pull()
    assert [(one.kind, one.role, one.basis) for one in reply.scope.buckets or []] == [
        ("packet", "external", "vital_interest")
    ]
    assert len(reply.ops) == 1
    row = await field.owner.fetchrow("select staff, subject, purpose from audit_event where verb = 'scope.grant'")
    assert row is not None
    assert (row["staff"], row["subject"], row["purpose"]) == (SATO.id, KIMURA.id, "vital_interest")
    event = await field.owner.fetchrow("select reason, by_device from scope_event where staff = $1", KIMURA.id)
    assert event is not None
    assert (event["reason"], event["by_device"]) == ("shared", field.sato.id)


async def test_kimura_opens_and_answers_in_the_packet_and_nowhere_else(field: Field) -> None:
    await share(field, to(KIMURA.id))
    reply = await field.kimura.push(field.kimura.seal(SHEET))
    assert [one.s for one in reply.results] == ["applied"]
    await field.sato.push(field.sato.seal(named("世帯A")), buckets=(household("世帯A", field.sato),))
    reply = await field.kimura.push(field.kimura.seal(named("世帯A")))
    assert [(one.s, one.reason) for one in reply.results] == [("held", "access_ended")]


async def test_whoever_was_given_it_gives_it_to_nobody_else(field: Field) -> None:
    await settle(field.owner, LEFT)
    await share(field, to(KIMURA.id))
    reply = await field.kimura.push(field.kimura.beside(field.kimura.seal(SHEET), to(LEFT.id)))
    assert [one.s for one in reply.results] == ["applied"]
    assert await scope_of(field, LEFT.id) == []
    assert await refusals(field) == ["not_allowed"]


async def test_not_even_the_coordinator_gives_away_what_sato_shared(field: Field) -> None:
    await share(field)
    await field.tanaka.push(field.tanaka.beside(field.tanaka.seal(SHEET), to(KIMURA.id)))
    assert await scope_of(field, KIMURA.id) == []
    assert await refusals(field) == ["not_allowed"]


async def test_a_household_is_given_to_nobody_in_this_way(field: Field) -> None:
    home = named("世帯A")
    await field.sato.push(
        field.sato.beside(field.sato.seal(home), to(KIMURA.id)), buckets=(household("世帯A", field.sato),)
    )
    assert await field.owner.fetchval("select count(*) from scope_grant where staff = $1", KIMURA.id) == 0
    assert await refusals(field) == ["not_allowed"]


async def test_a_packet_is_given_only_by_a_record_that_lies_in_it(field: Field) -> None:
    """There is no way to say which packet: a word for it is a word too many, and nothing is given."""
    await share(field)
    own = packet("佐藤の別のシート")
    effect = to(KIMURA.id, bucket=str(SHEET))
    await field.sato.push(field.sato.beside(field.sato.seal(own.id), effect), buckets=(own,))
    assert await field.owner.fetchval("select count(*) from scope_grant where staff = $1", KIMURA.id) == 0
    assert await refusals(field) == ["wrong_value"]


@pytest.mark.parametrize("how", ["nobody signed", "kimura signed", "for another record"])
async def test_what_satos_signing_key_did_not_say_is_not_given(field: Field, how: str) -> None:
    raw = field.sato.seal(SHEET)
    signed = field.sato.beside(raw, to(KIMURA.id))
    other = {
        "nobody signed": "",
        "kimura signed": field.kimura.beside(raw, to(KIMURA.id)).effects_sig,
        "for another record": field.sato.beside(field.sato.forge(SHEET, 9, bytes(32)), to(KIMURA.id)).effects_sig,
    }[how]
    reply = await field.sato.push(Op(e=signed.e, effects=signed.effects, effects_sig=other), buckets=(packet(),))
    assert [(one.s, one.code) for one in reply.results] == [("applied", "effects_not_signed")]
    assert await scope_of(field, KIMURA.id) == []


async def test_what_was_taken_back_does_not_come_again_with_the_same_record(field: Field) -> None:
    op = field.sato.beside(field.sato.seal(SHEET), to(KIMURA.id))
    await field.sato.push(op, buckets=(packet(),))
    async with db.write_transaction() as connection:
        await scope.revoke(
            connection, field.tanaka.caller, bucket=SHEET, staff=KIMURA.id, reason="ended", now=field.clock.now()
        )
    again = await field.sato.push(op, buckets=(packet(),))
    assert [one.s for one in again.results] == ["duplicate"]
    assert await scope_of(field, KIMURA.id) == []


async def test_a_lost_phone_gives_nothing_away_until_somebody_releases_its_record(field: Field) -> None:
    await field.owner.execute("update device set state = 'lost' where id = $1", field.sato.id)
    raw = field.sato.seal(SHEET)
    reply = await field.sato.push(field.sato.beside(raw, to(KIMURA.id)), buckets=(packet(),), state="lost")
    assert [one.s for one in reply.results] == ["held"]
    assert await scope_of(field, KIMURA.id) == []


@pytest.mark.parametrize(
    ("effect", "why"),
    [
        (to(VAULT.id), "not_allowed"),
        (to(FUJII.id), "not_allowed"),
        (to(LEFT.id), "not_found"),
        (to(named("nobody")), "not_found"),
        (to(KIMURA.id, "because"), "wrong_value"),
        (to("kimura"), "wrong_value"),
        ({"k": "packet.grant"}, "wrong_value"),
        (to(KIMURA.id, reason="一緒に関わるため"), "wrong_value"),
        ({"k": "packet.grant", "staff": ["x"], "basis": {}}, "wrong_value"),
    ],
)
async def test_what_cannot_be_given_is_refused_in_words_and_the_sheet_stands(
    field: Field, effect: dict[str, Any], why: str
) -> None:
    await settle(field.owner, FUJII, LEFT)
    await field.owner.execute("update staff set active_to = '2026-05-01' where id = $1", LEFT.id)
    await share(field, effect)
    assert await refusals(field) == [why]
    assert await field.owner.fetchval("select count(*) from scope_event where reason = 'shared'") == 0


async def test_whoever_is_in_it_already_keeps_what_they_have(field: Field) -> None:
    await share(field, to(TANAKA.id), to(MORI.id, "conf_106_6"), to(SATO.id))
    assert await scope_of(field, TANAKA.id) == [("center", "internal_use")]
    assert await scope_of(field, MORI.id) == [("center", "internal_use")]
    assert await scope_of(field, SATO.id) == [("lead", "internal_use")]
    assert await refusals(field) == []


async def test_one_refusal_beside_it_takes_nothing_from_the_others(field: Field) -> None:
    await share(field, to(named("nobody")), to(KIMURA.id))
    assert await scope_of(field, KIMURA.id) == [("external", "consent")]


async def test_a_packets_next_key_is_begun_by_the_vault_and_by_nobody_else(field: Field) -> None:
    """Whoever begins one chooses who is given it, and the office's word of who is in a packet is not enough for that."""
    await share(field, to(KIMURA.id))
    for one, begins in ((field.tanaka, False), (field.vault, True)):
        again = msgspec.structs.replace(household("共通シート第1版", one, epoch=2), kind="packet")
        await one.push(one.seal(SHEET, epoch=2), buckets=(again,))
        epoch = await field.owner.fetchval("select epoch from bucket where id = $1", SHEET)
        assert (epoch == 2) == begins, one
