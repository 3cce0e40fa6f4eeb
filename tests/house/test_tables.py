"""The database can hold no personal text about a household, and deletes nothing behind our back."""

import asyncpg
import pytest
from piccolo.columns.base import OnDelete

# Every column that could hold words, with what it holds. A new one needs a line here, and a reason that stands.
STAFF_REGISTER = "the office's own staff and organisations, needed to sign in"
CODE = "one of a fixed list of codes"
DIRECTORY = "what an agency says of itself in public: where to turn, never who turned there"
WORDS = {
    ("center", "id"): "public municipal code",
    ("center", "name"): "public name of a center",
    ("center", "jis_code"): "public municipal code",
    ("center", "enabled_programs"): CODE,
    ("staff", "center"): "public municipal code",
    ("staff", "role"): CODE,
    ("staff", "name"): STAFF_REGISTER,
    ("staff", "kana"): STAFF_REGISTER,
    ("staff", "organisation"): STAFF_REGISTER,
    ("device", "state"): CODE,
    ("device", "label"): "what a staff member calls their own device",
    ("device", "check_code"): "six digits",
    ("device", "app_version"): "version of the app",
    (
        "device",
        "approval_jws",
    ): "a colleague's signed approval; names a staff member and public keys, never a household",
    ("statement", "kind"): CODE,
    ("statement", "jws"): "signed certificate of a device or of the office root; names staff, never a household",
    ("bucket", "kind"): CODE,
    ("bucket", "center"): "public municipal code",
    ("scope_grant", "role"): CODE,
    ("scope_grant", "basis"): CODE,
    ("scope_event", "kind"): CODE,
    ("scope_event", "role"): CODE,
    ("scope_event", "basis"): CODE,
    ("scope_event", "reason"): CODE,
    ("held_op", "reason"): CODE,
    ("held_op", "effects"): "alert effects as the wire allows them: ids, levels, times, codes",
    ("held_op", "decided"): CODE,
    ("dead_letter", "code"): CODE,
    ("key_wrap", "grant_jws"): "signed grant: ids, role, basis",
    ("alert", "kind"): CODE,
    ("device_hold", "cause"): CODE,
    ("alert", "state"): CODE,
    ("alert", "outcome"): CODE,
    ("alert_recipient", "reason"): CODE,
    ("alert_event", "kind"): CODE,
    ("alert_event", "detail"): CODE,
    ("alert", "plan"): "steps, roles, minutes and ids of staff: whom it asks, in which order",
    ("duty_plan", "center"): "public municipal code",
    ("duty_plan", "plan"): "steps, roles, minutes and ids of staff: whom an alert asks, in which order",
    ("duty", "center"): "public municipal code",
    ("duty", "state"): CODE,
    ("duty_leave", "center"): "public municipal code",
    ("duty_leave", "state"): CODE,
    ("duty_swap", "state"): CODE,
    ("month_figures", "center"): "public municipal code",
    ("month_figures", "figures"): "numbers by the code of their cell, none of 1 to 4",
    ("month_figures", "word"): "the same numbers, signed by the device that handed them in",
    ("town_table", "towns"): "public town names, postcodes and municipal codes; no household",
    ("center_rollout", "center"): "public municipal code",
    ("center_rollout", "why"): CODE,
    ("center_rollout", "spans"): "days by the code of a business: what a center runs, nothing of a household",
    ("center_bounds", "center"): "public municipal code",
    ("viewing", "role"): CODE,
    ("viewing_check", "center"): "public municipal code",
    ("viewing_check", "month"): "a year and a month",
    ("viewing_check", "word"): CODE,
    ("center_bounds", "numbers"): "numbers of days, hours and times by the code of a rule, nothing of a household",
    ("timer", "tells"): CODE,
    ("timer", "people"): "ids of staff",
    ("timer", "state"): CODE,
    ("watch", "state"): CODE,
    ("transfer", "from_center"): "public municipal code",
    ("transfer", "to_center"): "public municipal code",
    ("transfer", "state"): CODE,
    ("transfer", "reason"): CODE,
    ("transfer", "asked_jws"): "a colleague's signed word: ids and municipal codes, never a household's facts",
    ("transfer", "accepted_jws"): "the same from the other side",
    ("organization", "name"): DIRECTORY,
    ("organization", "kana"): DIRECTORY,
    ("organization", "kind"): CODE,
    ("organization", "fields"): CODE,
    ("organization", "target"): DIRECTORY,
    ("organization", "center"): "public municipal code",
    ("organization", "area_level"): CODE,
    ("organization", "area_name"): DIRECTORY,
    ("organization", "tels"): DIRECTORY,
    ("organization", "url"): DIRECTORY,
    ("organization", "hours"): DIRECTORY,
    ("organization", "address"): DIRECTORY,
    ("organization", "notes"): DIRECTORY,
    ("organization_change", "act"): CODE,
    ("organization_change", "entry"): DIRECTORY,
    ("push_subscription", "origin"): "host of a push service",
    ("push_subscription", "vapid_kid"): "name of a key",
    ("push_subscription", "state"): CODE,
    ("delivery", "purpose"): CODE,
    ("delivery", "state"): CODE,
    ("delivery", "channel"): CODE,
    ("mail_address", "center"): "public municipal code",
    ("mail_address", "state"): CODE,
    ("delivery_attempt", "error"): "class of a failure of our own sender, never the answer of a server",
    ("audit_event", "verb"): CODE,
    ("audit_event", "purpose"): CODE,
}
# Sealed, hashed, signed or public key material: no reader without a key gets words out of it.
BYTES = {
    "enrolment_code": {"id", "verifier"},
    "device": {"kem_key", "sign_key", "upload_key", "head_hash", "code_id"},
    "statement": {"prev_hash", "hash"},
    "challenge": {"value"},
    "session": {"token_hash"},
    "bucket_epoch": {"key_check"},
    "op": {"hash", "envelope"},
    "held_op": {"hash", "envelope", "effects_sig"},
    "dead_letter": {"bytes"},
    "key_wrap": {"wrap"},
    "blob_chunk": {"digest", "bytes"},
    "push_subscription": {"endpoint_hmac", "sealed"},
    "mail_address": {"sealed"},
    "audit_event": {"prev_hash", "hash"},
}
TOOLS_OWN = "migration"

COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name <> $1
"""
WORDY = {"text", "character varying", "character", "json", "jsonb", "ARRAY", "xml", "USER-DEFINED", "tsvector", "name"}
HARMLESS = {"uuid", "smallint", "integer", "bigint", "boolean", "date", "timestamp with time zone"}


@pytest.fixture
async def columns(owner: asyncpg.Connection) -> dict[tuple[str, str], str]:
    rows = await owner.fetch(COLUMNS, TOOLS_OWN)
    return {(row["table_name"], row["column_name"]): row["data_type"] for row in rows}


async def test_no_column_may_hold_words_that_nobody_answered_for(columns: dict[tuple[str, str], str]) -> None:
    wordy = {name for name, kind in columns.items() if kind in WORDY}
    assert wordy - WORDS.keys() == set()
    assert WORDS.keys() - wordy == set(), "the list names columns that are gone"


async def test_bytes_are_sealed_hashed_or_signed(columns: dict[tuple[str, str], str]) -> None:
    known = {(table, column) for table, names in BYTES.items() for column in names}
    assert {name for name, kind in columns.items() if kind == "bytea"} == known


async def test_every_other_column_is_a_number_a_time_or_an_id(columns: dict[tuple[str, str], str]) -> None:
    assert {name: kind for name, kind in columns.items() if kind not in WORDY | HARMLESS | {"bytea"}} == {}


async def test_deleting_one_row_never_deletes_another(owner: asyncpg.Connection) -> None:
    rows = await owner.fetch(
        "select conrelid::regclass::text as of, conname from pg_constraint"
        " where contype = 'f' and (confdeltype not in ('a', 'r') or confupdtype not in ('a', 'r'))"
    )
    assert [tuple(row) for row in rows] == []


def test_the_tables_piccolo_knows_say_so_too() -> None:
    from server.piccolo_app import APP_CONFIG

    loose = [
        f"{table.__name__}.{key._meta.name}"
        for table in APP_CONFIG.table_classes
        for key in table._meta.foreign_key_columns
        if key._foreign_key_meta.on_delete is not OnDelete.restrict
    ]
    assert loose == []


async def test_piccolo_tables_match_the_migrated_ones(columns: dict[tuple[str, str], str]) -> None:
    from server.piccolo_app import APP_CONFIG

    for table in APP_CONFIG.table_classes:
        told = {column._meta.db_column_name for column in table._meta.columns}
        assert told == {column for name, column in columns if name == table._meta.tablename}, table.__name__


async def test_times_carry_their_offset(owner: asyncpg.Connection) -> None:
    bare = await owner.fetch(
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and data_type = 'timestamp without time zone'"
    )
    assert [tuple(row) for row in bare if row["table_name"] != TOOLS_OWN] == []


async def test_the_web_tiers_role_is_bound_by_row_level_security(owner: asyncpg.Connection) -> None:
    row = await owner.fetchrow("select rolsuper, rolbypassrls from pg_roles where rolname = 'kasane_web'")
    assert row is not None
    assert not row["rolsuper"]
    assert not row["rolbypassrls"]
    open_tables = await owner.fetch(
        "select relname from pg_class where relname in ('op', 'key_wrap', 'blob', 'blob_chunk', 'transfer') and not relrowsecurity"
    )
    assert open_tables == []
