"""Centers and the people who work there."""

from piccolo.columns import UUID, Array, Date, ForeignKey, SmallInt, Text
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

from server.db import DB


class Center(Table, tablename="center", db=DB):
    id = Text(primary_key=True, default=None, null=False)
    name = Text(default=None, null=False)
    jis_code = Text(default=None, null=False)
    sort_order = SmallInt(default=None, null=False)
    enabled_programs = Array(base_column=Text(), default=list)


class Staff(Table, tablename="staff", db=DB):
    id = UUID(primary_key=True, default=None, null=False)
    center = ForeignKey(Center, null=True, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict)
    role = Text(default=None, null=False)
    name = Text(default=None, null=False)
    kana = Text(default=None, null=False)
    organisation = Text(default=None, null=False)
    active_from = Date(default=None, null=False)
    active_to = Date(default=None, null=True)
