"""Every way the web tier says no: one table of codes, one shape (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

import msgspec

from server.refusals import BOUNDS, DUTY, FIGURES, ROLLOUT, TOWNS, Refusal

MEDIA_TYPE = "application/problem+json"
RETRY_DEFAULT = 5


CODES: dict[str, Refusal] = {
    "already_decided": Refusal(
        409, "この端末の扱いはすでに決まっています。", "端末の一覧を開き直して、今の状態を確かめてください。"
    ),
    "approval_invalid": Refusal(
        422,
        "端末を承認する署名を確かめられませんでした。",
        "端末の一覧を開き直し、いま使っている端末の日付と時刻を確かめてから、もう一度承認してください。",
    ),
    "auth_required": Refusal(
        401, "ログインが必要です。", "アプリの鍵を開けてください。入力した内容は端末に残っています。"
    ),
    "bad_character": Refusal(
        422, "使えない文字が含まれています。", "示された欄の、目に見えない制御文字を消してから送り直してください。"
    ),
    "bad_cursor": Refusal(
        400,
        "同期の続きの位置を確かめられませんでした。",
        "アプリがはじめから読み直します。送信待ちの記録はそのまま残っています。",
    ),
    "bad_encoding": Refusal(400, "文字の符号が正しくありません。", "UTF-8 で送り直してください。"),
    "bad_host": Refusal(421, "この宛先では受け付けていません。", "案内された正しいアドレスを開いてください。"),
    "bad_json": Refusal(400, "送られた内容を読み取れませんでした。", "アプリを最新にして、もう一度送ってください。"),
    "bad_origin": Refusal(
        403, "別のサイトからの操作は受け付けません。", "かさねのアプリを開いて、操作し直してください。"
    ),
    "bad_request": Refusal(400, "受け付けられない形の要求です。", "アプリを最新にして、もう一度お試しください。"),
    "bad_statement": Refusal(
        422, "署名された証明を確かめられませんでした。", "鍵の管理担当に連絡してください。何も登録していません。"
    ),
    "batch_too_big": Refusal(
        413, "一度に送る記録が多すぎます。", "200件までに分けて送ってください。記録は端末に残っています。"
    ),
    "blob_conflict": Refusal(
        409,
        "この写真の同じ部分に、別の内容がすでに届いています。",
        "先に届いた内容はそのままです。写真は端末に残っています。続くときは担当者に連絡してください。",
    ),
    "blob_digest": Refusal(
        422, "写真の一部が、送る途中で壊れていました。", "アプリが同じ部分を送り直します。写真は端末に残っています。"
    ),
    "blob_quota": Refusal(
        429,
        "この端末から一日に送れる写真の量を超えました。",
        "表示された秒数を待つと、続きを送れます。写真は端末に残っています。",
    ),
    "blob_size": Refusal(
        413,
        "写真の一部の大きさが決まりと違います。",
        "アプリを最新にして、もう一度送ってください。写真は端末に残っています。",
    ),
    "blob_total": Refusal(
        409,
        "写真の分け方が、はじめに送られたものと違います。",
        "先に届いた部分はそのままです。写真は端末に残っています。続くときは担当者に連絡してください。",
    ),
    **BOUNDS,
    "busy": Refusal(
        503, "ただいま混み合っています。", "少し待ってから、もう一度お試しください。入力した内容は端末に残っています。"
    ),
    "bytes_only": Refusal(
        415, "写真は、封をしたままの形でだけ受け付けます。", "application/octet-stream で送り直してください。"
    ),
    "check_code_wrong": Refusal(
        422,
        "確認番号が一致しません。",
        "端末の画面の6桁の番号を、本人と読み合わせてください。一致しないときは承認しないでください。",
    ),
    "code_invalid": Refusal(
        400, "登録コードが正しくないか、期限が切れています。", "担当者に新しい登録コードを出してもらってください。"
    ),
    "code_used": Refusal(
        409, "この登録コードはすでに使われました。", "担当者に新しい登録コードを出してもらってください。"
    ),
    "device_known": Refusal(
        409,
        "この端末はすでに登録されています。",
        "端末の登録をやり直すときは、アプリを入れ直してから新しいコードを使ってください。",
    ),
    "device_pending": Refusal(
        403, "この端末はまだ承認されていません。", "担当者に端末の承認を頼んでください。記録は端末に残っています。"
    ),
    "device_proof_invalid": Refusal(
        401,
        "端末を確かめられませんでした。",
        "鍵を開け直してください。続くときは担当者に端末の登録を確かめてもらってください。入力した内容は端末に残っています。",
    ),
    "device_revoked": Refusal(
        403,
        "この端末は使えなくなっています。",
        "担当者に連絡してください。送信待ちの記録は、鍵を開けなくても送れます。",
    ),
    "duplicate_key": Refusal(400, "同じ項目が二度書かれています。", "アプリを最新にして、もう一度送ってください。"),
    **DUTY,
    "encoding_not_supported": Refusal(415, "圧縮された本文は受け付けません。", "圧縮せずに送り直してください。"),
    **FIGURES,
    "generation_changed": Refusal(
        409,
        "サーバーの記録が復元されました。",
        "アプリが手元の記録と照らし合わせて送り直します。そのままお待ちください。",
    ),
    "headers_too_large": Refusal(
        431, "要求の見出しが大きすぎます。", "ブラウザーの Cookie を消してから、もう一度お試しください。"
    ),
    "held_unreadable": Refusal(
        409,
        "この保留中の記録は、まだ誰も開けません。",
        "世帯の登録と鍵が届いてからやり直すか、保管扱いにしてください。",
    ),
    "json_only": Refusal(415, "JSON 以外の形では受け付けません。", "application/json で送り直してください。"),
    "keeper_stays": Refusal(
        409, "鍵の保管者は担当から外せません。", "世帯の記録を廃棄するときは、廃棄の手続きを使ってください。"
    ),
    "keys_not_ready": Refusal(
        409,
        "この世帯の鍵の準備が、まだ終わっていません。",
        "何も変わっていません。少し待ってから、もう一度引き受けてください。続くときは管理者に連絡してください。",
    ),
    "mail_address_invalid": Refusal(
        422, "メールアドレスの形が正しくありません。", "「名前@例.jp」のように、半角の文字で入れ直してください。"
    ),
    "mail_code_ended": Refusal(
        409, "この確認番号は使えなくなりました。", "アドレスをもう一度入れて、新しい確認番号を受け取ってください。"
    ),
    "mail_code_wrong": Refusal(
        422, "確認番号が違います。", "届いたメールの6桁の番号を確かめて、入れ直してください。5回まで試せます。"
    ),
    "mail_off": Refusal(
        409,
        "この事務所では、メールの知らせを使っていません。",
        "メールサーバーの設定を、管理者に頼んでください。知らせはアプリの「要確認」に残ります。",
    ),
    "method_not_allowed": Refusal(405, "この操作はここではできません。", "アプリの画面から操作し直してください。"),
    "missing_field": Refusal(422, "必要な項目がありません。", "示された項目を入れてから送り直してください。"),
    "named_only": Refusal(
        409,
        "この世帯は、名前を挙げた人だけが見られます。",
        "世帯のページの「支援措置を書き直す」で、見てよい人を足してください。",
    ),
    "no_root": Refusal(
        409, "事務所の鍵がまだ作られていません。", "管理者に、サーバーの初期設定を終えるよう頼んでください。"
    ),
    "nobody_to_receive": Refusal(
        409,
        "そのセンターには、引き受けを決められる方がいません。",
        "連携支援ケースワーカーか課長の登録を、管理者に頼んでください。担当は今のままです。",
    ),
    "not_allowed": Refusal(
        403, "この操作を行う権限がありません。", "必要なときは、連携支援ケースワーカーか管理者に頼んでください。"
    ),
    "not_found": Refusal(404, "見つかりません。", "担当から外れたか、すでに無いものです。一覧を開き直してください。"),
    "organization_changed": Refusal(
        409,
        "この相談先は、ほかの人が先に直しました。",
        "相談先の一覧を読み直し、いまの内容を確かめてから、もう一度直してください。",
    ),
    "organization_ended": Refusal(
        409,
        "この相談先は、すでに終わりになっています。",
        "相談先の一覧を読み直してください。また使うときは、新しく加えてください。",
    ),
    "other_root": Refusal(
        409, "この事務所には別の鍵がすでに登録されています。", "管理者に、初期設定の控えを確かめるよう頼んでください。"
    ),
    "out_of_range": Refusal(422, "扱える範囲を超えた数です。", "示された項目の数を確かめて、送り直してください。"),
    "own_device": Refusal(403, "自分の端末は自分では承認できません。", "ほかの担当者に承認を頼んでください。"),
    "own_leave": Refusal(403, "自分の退職は自分では登録できません。", "ほかの管理者に登録を頼んでください。"),
    "own_record": Refusal(403, "自分の記録の保留は自分では解けません。", "ほかの担当者に確認を頼んでください。"),
    "person_known": Refusal(
        409, "この職員IDは、別の内容ですでに登録されています。", "職員の一覧を開き直し、登録の内容を確かめてください。"
    ),
    "push_endpoint_ended": Refusal(
        409, "この通知先は、通知サービスで終わっています。", "アプリが通知先を作り直して、もう一度登録します。"
    ),
    "push_endpoint_not_allowed": Refusal(
        422,
        "この通知先は使えません。",
        "Chrome・Firefox・Safari・Edge のいずれかでアプリを開き、「その他」の「通知を許可する」を押してください。",
    ),
    "push_keys_invalid": Refusal(
        422, "通知の鍵が正しくありません。", "「その他」を開くと、アプリが通知の登録を作り直します。"
    ),
    "push_not_subscribed": Refusal(
        409,
        "この端末には通知がまだ設定されていません。",
        "「その他」の「通知を許可する」を押してから、もう一度お試しください。",
    ),
    **ROLLOUT,
    "same_lead": Refusal(
        409, "その方が、すでにこの世帯の主担当です。", "引き継ぎはいりません。世帯のページで担当を確かめてください。"
    ),
    "second_person": Refusal(
        403,
        "登録リンクを作った人は、この端末を承認できません。",
        "センター全体を見られる方の端末は、別の担当者に6桁の番号を確かめて承認してもらってください。",
    ),
    "server_trouble": Refusal(
        500,
        "サーバーで不具合が起きました。",
        "入力した内容は端末に残っています。しばらくしてからお試しになり、続くときはこの番号を管理者に伝えてください。",
    ),
    "session_ended": Refusal(
        401, "ログインの期限が切れました。", "もう一度鍵を開けてください。入力した内容は端末に残っています。"
    ),
    "slow_body": Refusal(
        408,
        "送信が途中で止まりました。",
        "電波のよい場所で、もう一度送ってください。入力した内容は端末に残っています。",
    ),
    "step_up_invalid": Refusal(
        403, "本人確認ができませんでした。", "もう一度、パスキーか合言葉で本人確認をしてください。"
    ),
    "step_up_needed": Refusal(
        403, "この操作には、本人確認が必要です。", "パスキーか合言葉で本人確認をしてから、5分以内に操作してください。"
    ),
    "too_deep": Refusal(400, "内容の入れ子が深すぎます。", "アプリを最新にして、もう一度送ってください。"),
    "too_large": Refusal(
        413, "送られた内容が大きすぎます。", "1回に送れるのは1メガバイトまでです。分けて送ってください。"
    ),
    "too_many_tries": Refusal(
        429,
        "続けて失敗したため、少しの間受け付けを止めています。",
        "表示された秒数を待ってから、もう一度お試しください。",
    ),
    **TOWNS,
    "transfer_decided": Refusal(
        409, "この引き継ぎは、すでに決まっています。", "引き継ぎの一覧を開き直して、今の状態を確かめてください。"
    ),
    "transfer_invalid": Refusal(
        422,
        "引き継ぎの署名を確かめられませんでした。",
        "何も変わっていません。アプリを開き直してから、もう一度操作してください。",
    ),
    "transfer_open": Refusal(
        409,
        "この世帯には、返事を待っている引き継ぎがあります。",
        "その返事を待つか、取り消してから、もう一度頼んでください。",
    ),
    "unknown_field": Refusal(422, "知らない項目が含まれています。", "アプリを最新にして、もう一度送ってください。"),
    "uri_too_long": Refusal(414, "アドレスが長すぎます。", "一覧から開き直してください。"),
    "wrong_device": Refusal(
        403, "別の端末の名前で送られました。", "アプリを開き直してから、もう一度同期してください。"
    ),
    "wrong_value": Refusal(422, "項目の形が正しくありません。", "示された項目を確かめて、送り直してください。"),
}


class Problem(Exception):
    """A refusal with a stable code; `extra` are facts for the reader, never content of a record."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra
        self.refusal = CODES[code]

    @property
    def status(self) -> int:
        return self.refusal.status

    @property
    def headers(self) -> dict[str, str]:
        if self.status in (429, 503):
            return {"Retry-After": str(self.extra.get("retry_after", RETRY_DEFAULT))}
        if self.status == 405 and "allow" in self.extra:
            return {"Allow": self.extra["allow"]}
        return {}

    def body(self, request_id: str) -> bytes:
        return body(self.code, self.extra, request_id)


def body(code: str, extra: Mapping[str, Any], request_id: str) -> bytes:
    refusal = CODES[code]
    return msgspec.json.encode(
        {
            "type": f"urn:kasane:{code}",
            "code": code,
            "status": refusal.status,
            "title": refusal.title,
            "detail": refusal.detail,
            "request_id": request_id,
            **extra,
        }
    )
