"""`python -m server.vault init|run|certify`: the keyholder's own command."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from server.clock import SystemClock
from server.vault import keys
from server.vault.feed import Feed
from server.vault.heartbeat import beat
from server.vault.journal import Broken, Journal
from server.vault.keys import FileKeys, NotReady
from server.vault.link import Link, carrier
from server.vault.shelf import Shelf

log = logging.getLogger("kasane.vault")


def main(words: list[str] | None = None) -> int:
    given = _arguments().parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.umask(0o077)
    try:
        if given.what == "init":
            return _init(given)
        return asyncio.run((_certify if given.what == "certify" else _run)(given))
    except NotReady as why:
        sys.stderr.write(f"{why}\n")
        return 2
    except Broken as why:
        sys.stderr.write(f"金庫の開封記録が書き換えられています（{why}）。調べ終わるまで起動しません。\n")
        return 2


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.vault", description="かさねの金庫")
    does = parser.add_subparsers(dest="what", required=True)
    init = does.add_parser("init", help="鍵を作る（一度だけ）")
    init.add_argument("--office", required=True)
    run = does.add_parser("run", help="開封・判定・鍵の受け渡しを続ける")
    run.add_argument(
        "--trust-terminal", action="store_true", help="サーバーの端末で作ったリンクの端末を、承認の署名なしで認める"
    )
    certify = does.add_parser("certify", help="最初の管理者の端末など、1台を手で認める")
    certify.add_argument("device", type=UUID, metavar="端末ID")
    certify.add_argument("--check-code", required=True, help="端末の画面に出ている6桁の番号")
    for one in (run, certify):
        one.add_argument("--server", required=True, help="Web サーバーのアドレス")
        one.add_argument(
            "--origin", default=os.environ.get("KASANE_ORIGIN"), help="公開アドレス。省くと --server と同じ"
        )
    for one in (init, run, certify):
        one.add_argument("--data-dir", type=Path, required=True)
    return parser


def _init(given: argparse.Namespace) -> int:
    folder = keys.make(given.data_dir, given.office, SystemClock().now())
    print(f"金庫の鍵を {folder} に作りました。")
    print(f"復旧鍵は {folder / keys.RECOVERY} にあります。")
    print(
        "別の媒体に移し、封をして耐火金庫に保管し、このファイルは消してください。金庫が失われたとき、これだけが記録を開けます。"
    )
    print(f"登録に要る公開情報： {given.data_dir / 'bootstrap.json'}")
    return 0


async def _run(given: argparse.Namespace) -> int:
    held = FileKeys.read(given.data_dir / "vault")
    if held.recovery_is_here:
        log.warning("復旧鍵がまだこの機械にあります。別の媒体に移して消してください。")
    with keys.only_one(held.folder):
        return await _serve(given, held)


async def _serve(given: argparse.Namespace, held: FileKeys) -> int:
    shelf = Shelf(held.folder / "shelf.sqlite")
    journal = Journal(held.folder / "openings.jsonl", shelf)
    async with carrier(given.server) as way:
        link = Link(way, held, given.origin or given.server.rstrip("/"))
        feed = Feed(
            link, held, shelf, journal, SystemClock(), trust_terminal=given.trust_terminal,
            after_round=lambda: beat(held.folder),
        )  # fmt: skip
        work = asyncio.create_task(feed.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, work.cancel)
        try:
            await work
        except asyncio.CancelledError:
            log.info("金庫を閉じました。")
        finally:
            journal.close()
            shelf.close()
    return 0


async def _certify(given: argparse.Namespace) -> int:
    held = FileKeys.read(given.data_dir / "vault")
    shelf = Shelf(held.folder / "shelf.sqlite")
    journal = Journal(held.folder / "openings.jsonl", shelf)
    try:
        async with carrier(given.server) as way:
            link = Link(way, held, given.origin or given.server.rstrip("/"))
            feed = Feed(link, held, shelf, journal, SystemClock())
            print(f"認めました： {await feed.certify_by_hand(given.device, given.check_code)}")
    finally:
        journal.close()
        shelf.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
