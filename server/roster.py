"""The staff list at the server's own terminal: how a real office gets its first people, and how people leave."""

import argparse
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from server import db
from server.access import staffing
from server.access.staffing import By
from server.box import database, in_database
from server.clock import SystemClock
from server.mail import service as mail
from server.mail.addresses import Holder
from server.problems import Problem
from server.settings import read_secret
from server.staff import store
from server.staff.rules import ROLES
from server.staff.store import NewPerson, Person


def add_commands(commands: Any, command: Any) -> None:
    """`command` makes one subcommand with the options that all share."""
    staff = commands.add_parser("staff", help="職員の名簿に加える・一覧を見る・退職を登録する")
    acts = staff.add_subparsers(required=True, metavar="操作")
    add = command(acts, "add", _add, "職員をひとり名簿に加え、職員IDを表示します")
    add.add_argument("--name", required=True, help="氏名")
    add.add_argument("--kana", required=True, help="ふりがな")
    add.add_argument("--role", required=True, choices=ROLES, help="職種")
    add.add_argument("--center", help="保健福祉センターの番号（例 26101。市全体の職員は省略）")
    add.add_argument("--organisation", required=True, help="所属")
    add.add_argument("--from", dest="active_from", type=date.fromisoformat, help="勤務の初日（省略時は今日）")
    add.add_argument("--id", type=UUID, default=None, help="職員ID（省略時は新しく作ります）")
    command(acts, "list", _list, "名簿を表示します")
    leave = command(acts, "leave", _leave, "退職を登録し、端末・通知・担当を終わらせます")
    leave.add_argument("staff", type=UUID, metavar="職員ID")
    on = "最後の勤務日（例 2027-03-31）"
    leave.add_argument("--on", required=True, type=date.fromisoformat, metavar="日付", help=on)
    meaning = "メールの知らせの送り先に、確認番号を送ります（本人が番号を入れるまで使われません）"
    mailbox = command(acts, "mail", _mail, meaning)
    mailbox.add_argument("staff", type=UUID, metavar="職員ID")
    mailbox.add_argument("address", metavar="メールアドレス")


def _add(given: argparse.Namespace) -> None:
    now = SystemClock().now()
    new = NewPerson(
        id=given.id or uuid4(), name=given.name, kana=given.kana, role=given.role, center=given.center,
        organisation=given.organisation, active_from=given.active_from or store.today(now),
    )  # fmt: skip
    with database(given.data_dir) as doors:
        is_new = in_database(doors.owner, lambda: staffing.join(new, By(), now))
    print(f"{new.name}さんを名簿に加えました。" if is_new else f"{new.name}さんはすでに名簿にあります。")
    print(f"職員ID {new.id}")
    print(f"端末の登録リンクを作る： python -m server.cli enrolment-link {new.id}")


def _list(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        people = in_database(doors.owner, _everybody)
    for person in people:
        standing = "" if person.active else "（在職していません）"
        where = person.center_name or "市全体"
        print(person.id, person.role, where, person.name, person.organisation, standing, sep="\t")
    if not people:
        print("名簿にはまだ誰もいません。python -m server.cli staff add で加えてください。")


async def _everybody() -> list[Person]:
    async with db.reading() as connection:
        return await store.seen_by(connection, store.ALL_CENTERS, None, SystemClock().now())


def _mail(given: argparse.Namespace) -> None:
    key = read_secret(given.data_dir / "secrets" / "subscription.key")
    with database(given.data_dir) as doors:
        in_database(doors.owner, lambda: _give_address(key, given.staff, given.address))
    print("確認番号を送ります。本人がアプリの「その他」で番号を入れると、この送り先が使われます。")


async def _give_address(key: bytes, staff: UUID, address: str) -> None:
    now = SystemClock().now()
    async with db.reading() as connection:
        if await store.person(connection, staff, now) is None:
            raise Problem("not_found")
    await mail.give(key, Holder(staff=staff), address, staff=None, device=None, now=now)


def _leave(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        left = in_database(doors.owner, lambda: staffing.leave(given.staff, given.on, By(), SystemClock().now()))
    if left.ended:
        print("退職を登録し、端末・通知・担当をすべて終わらせました。")
    else:
        print(f"退職を登録しました。{left.last_day} の翌日に、端末・通知・担当が自動で終わります。")
