"""What the workers of 北区 asked their center for, what came of it, and what other bodies' meetings came to."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
Ids = Callable[[str], Any]
Tell = Callable[..., Any]
ANSWERED, WAITING, URGENT, SETTLED = "h12", "h05", "h22", "h02"  # the households of the four requests
QUESTIONS = {
    ANSWERED: "介護の申請と、息子さんの仕事の相談を、どちらから始めるか決められずにいます。"
    "お母さまは「このまま家で」と話しています。",
    WAITING: "通院の付き添いを、だれがどこまで担うかが決まっていません。"
    "相談支援専門員の方とは話しましたが、平日の朝に動ける人がいません。",
    URGENT: "明後日、息子さんが一人で役所に来ると話してくれました。"
    "初めてのことなので、だれがどこでお迎えするかを急いで決めたいです。",
    SETTLED: "お父さまの受診を、ご家族だけにまかせてよいか迷っています。",
}
TRIED = {
    ANSWERED: "9月から月に2度訪問。息子さんとは玄関先で話せるようになりました。",
    WAITING: "ご本人・相談支援専門員・家主さんと、それぞれ電話で話しました。",
    URGENT: "来所の前に電話をする約束をしています。",
    SETTLED: "受診のすすめを、地域包括の方と一緒に2度しました。",
}
MEETINGS = (
    ("h00", 12, "service_meeting", "紫野地域包括支援センター", "ケアマネジャー、訪問看護、長女（電話）",
     "訪問看護を週1回から2回にする。灯油の運び入れは、配達の方にお願いする。", "来月の様子を、ケアマネジャーから聞く"),
    ("h04", 26, "child_case", "子どもはぐくみ室", "学校、子どもはぐくみ室、児童相談所、佐藤",
     "朝の支度を手伝う人が決まるまで、学校が登校のあとに電話をする。", "12月に、もう一度集まる"),
)  # fmt: skip


def written(now: datetime, say: Tell, staff_id: Ids) -> Iterator[Any]:
    def ask(ago: timedelta, by: str, home: str, urgency: str = "normal") -> Any:
        asked = {"kind": "backup.ask", "question": QUESTIONS[home], "tried": TRIED[home], "urgency": urgency}
        return say(now - ago, by, home, asked, name=f"{home}:backup")

    def answer(ago: timedelta, by: str, home: str, kind: str, **said: Any) -> Any:
        return say(now - ago, by, home, {"kind": f"backup.{kind}", **said}, refers=f"{home}:backup")

    days, hours = (lambda n: timedelta(days=n)), (lambda n: timedelta(hours=n))
    yield ask(days(30), "sato", SETTLED)
    yield answer(days(29), "mori", SETTLED, "take")
    yield answer(days(28), "mori", SETTLED, "say", text="地域包括の看護師が、次の受診に付き添えると話しています。")
    settled = "受診は地域包括の看護師が付き添い、佐藤は月に一度うかがう。"
    yield answer(days(26), "tanaka", SETTLED, "end", outcome="settled", text=settled)
    yield ask(days(4), "sato", ANSWERED)
    yield answer(days(4) - hours(2), "mori", ANSWERED, "take")
    told = (
        "申請は急がず、まず息子さんの話を聞く日をつくりませんか。"
        "生活困窮の相談員が、ご自宅の近くでお会いできます。"
    )
    yield answer(days(3), "mori", ANSWERED, "say", text=told)
    thanks = "ありがとうございます。土曜の午後なら、と息子さんが話していました。"
    yield answer(days(2), "sato", ANSWERED, "say", text=thanks)
    for ago, by, to, text, ahead in (
        (days(3) - hours(1), "mori", "sato", "息子さんに、相談員と会う日の都合を聞く", 3),
        (days(3) - hours(1), "mori", "mori", "生活困窮の相談員と、会う場所を決める", 2),
    ):
        due = (now + timedelta(days=ahead)).date().isoformat()
        task = {"kind": "task.add", "text": text, "agency": "", "to": str(staff_id(to)), "due": due}
        yield say(now - ago, by, ANSWERED, task, refers=f"{ANSWERED}:backup")
    yield ask(hours(26), "sato", WAITING)
    yield ask(hours(3), "inoue", URGENT, "urgent")
    for home, ago, kind, host, attended, outcome, after in MEETINGS:
        held = (now - timedelta(days=ago)).date().isoformat()
        outside = {
            "meeting": kind, "held_on": held, "host": host, "attended": attended, "outcome": outcome, "next": after,
        }  # fmt: skip
        yield say(now - timedelta(days=ago - 1), "sato", home, {"kind": "outside.add", "outside": outside})
