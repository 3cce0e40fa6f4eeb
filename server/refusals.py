"""What a refusal is, and the rows of the rota; the others stand in server/problems.py."""

from typing import NamedTuple


class Refusal(NamedTuple):
    status: int
    title: str  # what happened
    detail: str  # what to do


DUTY: dict[str, Refusal] = {
    "duty_changed": Refusal(
        409,
        "当番と知らせ方は、ほかの人が先に変えました。",
        "画面を読み直し、いまの内容を確かめてから、もう一度直してください。",
    ),
    "duty_first_step": Refusal(
        422,
        "最初に知らせる相手が決まっていません。",
        "どの段階の知らせにも、はじめに知らせる相手を一人以上入れてください。",
    ),
    "duty_holder": Refusal(
        422,
        "この方には、当番を頼めません。",
        "センターの世帯をすべて見られる在職の方（連携支援ケースワーカー・事務・課長・センター長）から選んでください。",
    ),
    "duty_last_step": Refusal(
        422,
        "最後に知らせる相手が決まっていません。",
        "当番や担当がいないときにも届くように、最後には職種か、特定の方を入れてください。",
    ),
    "duty_overlap": Refusal(
        409,
        "同じ時間に、すでに当番が入っています。",
        "時間をずらすか、先に今の当番を外してください。二人で受け持つときは、知らせ方で「二人当番」にしてください。",
    ),
    "duty_past": Refusal(
        409, "終わった時間の当番は変えられません。", "これからの時間を選んでください。過ぎた当番は、そのまま残ります。"
    ),
    "duty_shift": Refusal(
        422,
        "当番の時間帯の決め方が正しくありません。",
        "始まりより後に終わり、24時間より長くならず、ほかの時間帯と重ならないように入れてください。",
    ),
    "duty_span": Refusal(
        422,
        "始まりと終わりの時刻が正しくありません。",
        "始まりより後に終わるように入れてください。当番は一回24時間まで、400日先までです。",
    ),
    "duty_swap_decided": Refusal(
        409, "この交代は、すでに決まっています。", "画面を読み直して、今の当番を確かめてください。"
    ),
    "duty_swap_open": Refusal(
        409, "この当番は、すでに交代を頼んでいます。", "返事を待つか、取り消してから、もう一度頼んでください。"
    ),
    "duty_wait": Refusal(
        422,
        "次の人に知らせるまでの時間が、決められる範囲を超えています。",
        "緊急と至急は1分から240分までで決めてください。ほかの段階は、次の開庁日に知らせます。",
    ),
}
