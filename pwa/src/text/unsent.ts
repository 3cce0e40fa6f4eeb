/** Words of 送信状況. */
export const unsentText = {
  title: '送信状況', left: (n: number) => `まだ送れていない記録 ${n}件`, photosLeft: (n: number) => `まだ送れていない写真 ${n}枚`, allSent: 'すべて送信済み', allSentHow: 'この端末の記録は、すべてセンターに届いています。',
  safe: 'どれもこの端末に鍵をかけて保存してあります。つながると自動で送ります。', now: 'いま', last: '最終同期', never: 'まだ同期していません', online: 'つながっています', offline: 'オフライン', running: '送信しています',
  records: '記録', since: (when: string) => `${when} から`, waiting: '送信待ち', held: '確認が必要なもの', why: 'わけ', agoLine: (moment: string, span: string) => `${moment}（${span === '0分' ? 'たったいま' : `${span}前`}）`,
  kinds: { 'checkin.start': '訪問の見守りのはじまり', 'checkin.extend': '見守りの延長', 'checkin.end': '戻った連絡', 'incident.add': '怖い思い・けが', 'consent.add': '同意', 'consent.withdrawn': '同意の取り下げ', 'collaboration.version': '多機関協働プラン', 'collaboration.evaluated': 'プランのふりかえり', 'household.open': '新しい世帯', 'person.add': '暮らす方の追加', 'fields.set': '世帯の情報の直し', 'visit.add': '訪問・接触', 'obs.add': '状況把握', 'note.add': 'メモ', amend: '記録の直し', retract: '記録の取り消し', 'review.set': '記録の確認', 'caution.add': '注意', 'caution.end': '注意の終わり', 'plan.add': '訪問の予定', 'plan.end': '予定の変更', 'alert.raised': '知らせ', 'alert.ack': '知らせへの対応', 'alert.closed': '知らせの終わり', verdict: '判定', 'key.begun': '鍵の取り替え', 'photo.add': '写真の記録', 'household.merge': '世帯のまとめ', 'household.merged': '世帯のまとめ', 'household.unmerge': '世帯のまとめの取り消し', 'household.caught_up': 'まとめた世帯の記録の確認', 'role.offer': '役割の依頼', 'role.answer': '役割への返事', 'role.end': '役割の終わり', 'case.move': '段階を進める', 'case.decide': '段階への返事', 'sheet.share': '共通シートを渡した控え', 'sheet.version': '共通シート', 'sheet.opened': '共通シートを開いた・渡した', 'sheet.answered': '共通シートへの返事', 'consultation.add': '相談', 'consultation.amend': '相談の直し', 'informant.note': '知らせてくれた人（封）', 'informant.opened': '封を開けたこと', 'center.open': '会議の予定のはじまり', 'meeting.approved': '会議の決裁', 'conference.item': '会議の議題', 'conference.material': '会議の資料を配った控え', 'conference.minutes': '会議録', 'conference.approved': '会議録の決裁', 'material.version': '会議の資料', 'material.opened': '会議の資料を開いたこと', 'backup.ask': '後方支援の依頼', 'backup.take': '後方支援の担当', 'backup.say': '後方支援の返事', 'backup.end': '後方支援のまとめ', 'task.add': '対応事項', 'task.mark': '対応事項の進みぐあい', 'outside.add': 'ほかの会議の結果', 'outside.amend': 'ほかの会議の結果の直し', 'wish.set': '希望', 'match.add': '参加先の提案', 'match.step': '参加先へのつなぎ', 'match.follow': '参加のあとの様子', 'around.set': 'まわりの方', 'tie.set': 'つながり', 'community.open': '地域の棚のはじまり' } as Record<string, string>,
  send: '今すぐ送信', rescue: 'どうしても送れないとき', rescueHow: '鍵のかかったファイルに書き出し、センターで読み込めます。中身はセンターの鍵でしか開きません。写真は入らないので、端末は手もとに残してください。', rescueMake: '救出ファイルを作る', rescueMade: '救出ファイルを作りました。センターの担当者に渡してください。この端末の記録は、送り終わるまで消えません。', rescueFailed: 'ファイルを作れませんでした。端末の空きを確かめて、もう一度押してください。',
  /** where the browser has not promised to keep what lies on this device */
  risk: {
    title: 'この端末の保存は、守られていません', how: '端末の空きが足りなくなると、ブラウザーがこのアプリの中身を消すことがあります。送り終えた記録は、センターに残っています。',
    unsent: (n: number) => `まだ送れていないものが${n}件あります。電波の届くところで、早めに送ってください。届くまで、ふだんより間をあけずに送り直します。`,
    ask: '消されないようにする', refused: 'ブラウザーに断られました。この画面をホーム画面に追加するか、端末の空きをふやしてから、もう一度押してください。',
  },
  fileName: (day: string) => `kasane-${day}.sealed`,
  /** why the server keeps a record for a person's decision */
  reasons: {
    access_ended: '担当が変わったため、センターが預かっています。担当者に確かめてください', device_revoked: '端末が停止されたため、センターが預かっています',
    unknown_schema: 'センターの版が古いため、預かっています。更新されると届きます', quota: '一日の件数を超えたため、センターが預かっています',
    key_unknown: 'センターの復旧が終わるまで、センターが預かっています。終わると、ひとりでに届きます',
    donated_no_scope: 'センターが預かっています。担当者に確かめてください', gap: '前の記録から順に送り直します', fork: '担当者に連絡してください',
    epoch_conflict: '世帯の鍵が新しくなったため、センターが預かっています。担当者に確かめてください', unknown_epoch: 'センターが預かっています。担当者に確かめてください',
    rejected: '読み取れない記録として、センターが預かっています。担当者に確かめてください',
  } as Record<string, string>,
} as const;
