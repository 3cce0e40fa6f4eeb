"""The directory's statements as they were signed."""

from piccolo.columns import UUID, BigInt, Bytea, Text, Timestamptz
from piccolo.table import Table

from server.db import DB


class Statement(Table, tablename="statement", db=DB):
    n = BigInt(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False)
    subject = UUID(default=None, null=False)
    jws = Text(default=None, null=False)
    prev_hash = Bytea(default=None, null=False)
    hash = Bytea(default=None, null=False, unique=True)
    made_at = Timestamptz(default=None, null=False)
