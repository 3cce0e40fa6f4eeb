"""The administrator's commands: start the box, look after it, make an enrolment link, begin a new generation."""

import argparse
import asyncio
import functools
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from server import db
from server.alerts.pulse import Pulse, pulse
from server.audit.log import note
from server.box import DEV_PORT, USUAL_PORT, Box, CannotStart, database, in_database, up
from server.ceremony import NotYet, begin_directory, enrolment_link
from server.clock import SystemClock
from server.embedded import EmbeddedError
from server.problems import Problem
from server.robot.probe import Tried, tried
from server.roster import add_commands as add_staff_commands
from server.settings import NotReady, relay_of
from server.watchdog import Watch, Watchdog, by_mail, look


class Unwell(Exception):
    """The office runs, and does not keep its promise."""


def main(words: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(words)
    # A link of the shell's folder would change meaning when the processes run elsewhere.
    given.data_dir = given.data_dir.absolute()
    try:
        given.act(given)
    except (CannotStart, EmbeddedError, NotReady, NotYet, Unwell) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except Problem as problem:
        sys.stderr.write(f"{problem.refusal.title}{problem.refusal.detail}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.cli", description="かさねの管理コマンド")
    commands = parser.add_subparsers(required=True, metavar="命令")

    run = _command(commands, "up", _up, "データベース・Web サーバー・金庫をまとめて起動します")
    run.add_argument("--demo", action="store_true", help="空のときに架空のデータを入れます")
    run.add_argument(
        "--dev", nargs="?", type=int, const=DEV_PORT, default=0, metavar="画面のポート",
        help=f"ファイルの変更に合わせて読み込み直します（画面は既定で {DEV_PORT} 番）",
    )  # fmt: skip

    _command(commands, "migrate", _migrate, "データベースの表を最新にします")
    begin = _command(commands, "begin-directory", _begin, "金庫の bootstrap.json で証明書の台帳を始めます")
    begin.add_argument("bundle", type=argparse.FileType("rb"), help="bootstrap.json（- で標準入力）")
    link = _command(commands, "enrolment-link", _link, "職員ひとりの端末登録リンクを作ります（10分間・1回限り）")
    link.add_argument("staff", type=UUID, metavar="職員ID")
    link.add_argument("--origin", help="利用者が開くアドレス（省略時は http://localhost:ポート）")
    add_staff_commands(commands, _command)
    _command(commands, "new-generation", _new_generation, "バックアップから戻した後、全端末に送り直しを求めます")
    _command(commands, "doctor", _doctor, "知らせが止まっていないかを確かめます（止まっていれば 1 で終わります）")
    watch = _command(commands, "watchdog", _watchdog, "別の機械から応答を見張り、止まったらメールで知らせます")
    watch.add_argument("url", help="見張る先（例 https://kasane.example.jp/healthz）")
    watch.add_argument("--to", action="append", required=True, metavar="アドレス", help="知らせる先（何度でも）")
    watch.add_argument("--every", type=float, default=60.0, metavar="秒", help="見る間隔（既定 60秒）")
    watch.add_argument("--once", action="store_true", help="一度だけ見て、問題があれば 1 で終わります")
    return parser


def _command(commands, name: str, act, meaning: str) -> argparse.ArgumentParser:  # noqa: ANN001 - argparse's own type is private
    command = commands.add_parser(name, help=meaning, description=meaning)
    command.add_argument("--data-dir", type=Path, default=Path(".run"), help="データの置き場所（既定 .run）")
    command.add_argument("--port", type=int, default=USUAL_PORT, help=f"ポート番号（既定 {USUAL_PORT}）")
    command.set_defaults(act=act)
    return command


def _up(given: argparse.Namespace) -> None:
    up(Box(data_dir=given.data_dir, port=given.port, dev=given.dev), demo=given.demo)


def _migrate(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        in_database(doors.owner, db.migrate)
    print("データベースは最新です。")


def _begin(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        is_new = in_database(doors.owner, functools.partial(begin_directory, given.bundle.read()))
    print("証明書の台帳を始めました。" if is_new else "この台帳はすでに始まっています。何も変えていません。")


def _link(given: argparse.Namespace) -> None:
    origin = given.origin or Box(data_dir=given.data_dir, port=given.port).origin
    with database(given.data_dir) as doors:
        print(in_database(doors.owner, lambda: enrolment_link(given.staff, origin)))


def _new_generation(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        in_database(doors.owner, begin_new_generation)
    print("新しい世代を始めました。各端末は次の同期で、サーバーにない記録を自動で送り直します。")


def _doctor(given: argparse.Namespace) -> None:
    with database(given.data_dir) as doors:
        beat, last = in_database(doors.owner, _pulse)
    print(f"対応を待つ知らせ {beat.waiting}件")
    print(f"いちばん遅れている手順 {beat.overdue_seconds}秒")
    print(f"次の手順がない知らせ {beat.forgotten}件")
    if last.seconds is not None:
        print(f"しくみの確認が最後に届いてから {last.seconds}秒")
    if not last.is_well:
        raise Unwell(
            "1時間ごとの「しくみの確認」が届いていません。知らせが端末に届かないおそれがあります。"
            "Web サーバーの記録を確かめてください"
        )
    if not beat.is_well:
        raise Unwell("知らせが進んでいません。Web サーバーが動いているかを確かめ、動いていれば開発元に知らせてください")


def _watchdog(given: argparse.Namespace) -> None:
    relay = relay_of(os.environ, given.data_dir / "secrets")
    if relay is None:
        raise NotReady("KASANE_MAIL_HOST に、知らせを送るメールサーバーを書いてください。")
    watch = Watch(url=given.url, relay=relay, to=tuple(given.to), every=given.every)
    if given.once:
        wrong = asyncio.run(look(watch.url, datetime.now(UTC)))
        print(wrong or "正常です。")
        if wrong:
            raise Unwell(wrong)
        return
    with suppress(KeyboardInterrupt):
        asyncio.run(Watchdog(watch, by_mail(watch)).run())


async def _pulse() -> tuple[Pulse, Tried]:
    async with db.reading() as connection:
        now = SystemClock().now()
        return await pulse(connection, now), await tried(connection, now)


async def begin_new_generation() -> UUID:
    """After a restore the numbers of before mean something else: every device must look again and refill us."""
    gen = uuid4()
    async with db.write_transaction() as connection:
        await connection.execute("update sync_clock set gen = $1 where id = 1", gen)
        await note(connection, at=SystemClock().now(), verb="generation.new", subject=gen)
    return gen


if __name__ == "__main__":
    sys.exit(main())
