"""Enrolled devices and the one-time codes that admit them."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from server.db import DB
from server.staff.tables import Staff


class EnrolmentCode(Table, tablename="enrolment_code", db=DB):
    id = Bytea(primary_key=True, default=None, null=False)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    verifier = Bytea(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    created_by = UUID(default=None, null=True)
    expires_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)
    tries = SmallInt(default=0, null=False)
    preapproved = Boolean(default=False, null=False)


class Device(Table, tablename="device", db=DB):
    id = UUID(primary_key=True, default=None, null=False)
    staff = ForeignKey(Staff, null=False, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    state = Text(default=None, null=False)
    label = Text(default=None, null=False)
    kem_key = Bytea(default=None, null=False)
    sign_key = Bytea(default=None, null=False)
    upload_key = Bytea(default=None, null=False)
    check_code = Text(default=None, null=False)
    code_id = Bytea(default=None, null=True)
    enrolled_at = Timestamptz(default=None, null=False)
    approved_by = UUID(default=None, null=True)
    approved_at = Timestamptz(default=None, null=True)
    approval_jws = Text(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)
    revoked_seq = BigInt(default=None, null=True)
    last_seen_at = Timestamptz(default=None, null=True)
    head_dseq = BigInt(default=0, null=False)
    head_hash = Bytea(default=bytes(32), null=False)
    app_version = Text(default="", null=False)
