/** Words of 知らせるまでの日数: after how many days, hours or times a center is told. */
export const boundsText = {
  title: '知らせるまでの日数', rowHow: '会えない日や返事のない日が、どれだけ続いたら知らせるか',
  lead: '忘れられる人を出さないための、知らせの目安です。このセンターの事情に合わせて決められます。48時間の安全確認と、端末に残った記録の知らせは、ここでは変えられません。',
  leadOwn: '決めるのは、課長とセンター長です。', offline: 'つながっていないため、この端末に残っている数を出しています。決めるのは、つながってからです。', failed: 'いまは読み込めませんでした', failedHow: '少し待って、もう一度開いてください。',
  brought: 'まだ何も決めていません。はじめからの数で知らせます。', since: (version: number, when: string) => `第${version}版　${when}から`, sinceBy: (version: number, when: string, by: string) => `第${version}版　${when}から　${by}さんが決めました`,
  number: (n: number, unit: string) => `${n}${unit}`, now: (n: string) => `。いまは${n}`, usual: (n: string) => `はじめの数は${n}`, hint: (usual: string, least: string, most: string) => `空のままなら${usual}。${least}から${most}まで`,
  rules: {
    'E-T01': 'しばらく会えていないときの知らせです。本人の顔を見るか声を聞くと、また一から数えます。1.5倍と2倍の日数でも、もう一度知らせます。', 'E-T02': '予定した訪問の記録がないときの知らせです。', 'E-T03': '訪ねても続けて会えていないときの知らせです。', 'E-T05': '緊急のしるしがある記録を、だれも確かめていないときの知らせです。',
    'E-T07': 'お願いした役割に返事がないときと、主担当がいないときの知らせです。', 'E-T10': '定例の会議がしばらく開かれていないときと、会議録の決裁が済んでいないときの知らせです。', 'E-T11': '同意と支援措置の期限が近づいたときの知らせです。期限を過ぎたときの知らせは、変わりません。',
  } as Record<string, string>,
  changed: '変わるところ', change: (label: string, before: string, after: string) => `${label}　${before} → ${after}`, later: '気づくのが遅くなります', laterHow: '遅くする数があります。そのあいだ、だれが様子を見るかを決めてから変えてください。', same: 'いまの決めごとと同じです。',
  save: 'この数に決める', saved: '知らせるまでの日数を決めました。センターの端末には、次につながったときに伝わります', nothing: '変えたところがありません。', proof: '本人確認のあと、決まります。',
  overtaken: (by: string, version: number) => `書いているあいだに、${by}さんが第${version}版を決めました`, overtakenHow: 'どちらで続けるかを選んでください。選ぶまで、どちらも消えません。', takeNew: '新しい決まりから書き直す', keepMine: '書いたものを、新しい版にする',
  versions: 'これまでの決まり', versionsHow: 'どの版も残っています。前の版を読み込んで決めると、新しい版になります。', version: (n: number, when: string, by: string) => `第${n}版　${when}　${by}さん`, current: 'いまの決まり', back: (n: number) => `第${n}版を読み込む`, backUsual: 'はじめの数を読み込む', loaded: '読み込みました。決めるまでは、何も変わりません', allUsual: 'どれも、はじめの数です。',
  trial: {
    title: 'この1か月でためす', how: (days: number) => `これまでの${days}日間を、この端末の中だけでもう一度たどり、知らせの数をくらべます。どこにも送りません。`, reading: (done: number, total: number) => `世帯の記録をたどっています　${done} / ${total}世帯`, none: 'この端末で読める、このセンターの世帯がありません。', wrong: '直すところがあります。直すと、ここに出ます。',
    count: (n: number) => `${n}件`, sum: (before: number, after: number) => `いまの決めごとでは${before}件、この数では${after}件`, sumSame: (n: number) => `いまの決めごとでは${n}件`, homes: (label: string) => `${label}　どの世帯か`, home: (before: number, after: number) => `${before}件 → ${after}件`,
    meetings: '重層支援会議', meetingsOf: (label: string) => `${label}　どこから`, noMeetings: 'この端末に会議の記録がないため、会議の知らせは数えていません。', hidden: (n: number) => `この端末で開けなかった世帯が${n}世帯あります。その分は数えていません。`, limits: 'この端末で読める世帯だけを数えています。同じわけの知らせは、段階ごとに一度だけ数えます。日数を変えると知らせの日がずれるため、1か月より前の知らせになるはずだった分が、入ったり出たりします。',
  },
  errors: { range: (least: number, most: number, unit: string) => `${least}から${most}${unit}までの数を入れてください`, order: (label: string, n: number) => `「${label}」（${n}）と同じか、小さい数にしてください` },
  problems: {
    bounds_changed: 'ほかの人が先に決めました。いまの数を確かめてください。', bounds_range: '決められる範囲の数に直してください。', bounds_order: '重点・注意・定期・把握のみの順に、同じか大きい数に直してください。', bounds_number: 'アプリを最新にして、もう一度決めてください。', step_up_needed: 'もう一度、本人の確認をしてから決めてください。', not_allowed: '決められるのは、このセンターの課長とセンター長です。',
  } as Record<string, string>, problem: 'いまは決められませんでした。書いたものは残っています。少し待って、もう一度ためしてください。', offlineAct: 'つながっていないため、決められませんでした。書いたものは残っています。',
} as const;
