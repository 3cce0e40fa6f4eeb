/** Words of センターごとの事業: which business a center runs, from which day to which. */
export const rolloutText = {
  title: 'センターごとの事業', titleOwn: 'このセンターの事業', rowHow: '①〜⑤のどれを、いつからいつまで行うか', denied: 'このセンターの事業は、保健福祉局と、センターの連携支援ケースワーカー・地域支援担当・課長・センター長が見られます',
  lead: '休みの事業は、そのセンターのアプリで入り口が見えなくなります。これまでの記録は消えず、いままでどおり読めます。', leadOwn: '決めるのは保健福祉局です。休みの事業は入り口が見えなくなりますが、これまでの記録は読めます。',
  offline: 'つながっていないため、最後に読んだものを出しています', offlineOwn: 'つながっていないため、この端末に残っている内容を出しています', failed: 'いまは読み込めませんでした', failedHow: '少し待って、もう一度開いてください。', center: 'センター', edit: (name: string) => `${name}の事業を決める`,
  states: { on: '実施中', off: '休み', open: '実施中（未決定）' }, from: (day: string) => `${day}から`, until: (day: string) => `${day}まで`, turnOn: (day: string) => `${day}から実施`, turnOff: (day: string) => `${day}から休み`,
  version: (n: number, when: string, by: string, why: string) => `第${n}版　${when}　${by}さん　${why}`, brought: 'まだ何も決めていません。すべての事業が見えます。', versions: 'これまでの決まり', versionsHow: 'どの版も残っています。', current: 'いまの決まり',
  sheet: {
    title: (name: string) => `${name}の事業`, lead: '日は両方とも含みます。終わりの日が空のときは、続きます。', modes: { open: '決めない', spans: '期間を決める', rest: '休む' } as Record<string, string>, begins: (n: number) => `${n}つ目の始まりの日`, ends: (n: number) => `${n}つ目の終わりの日`, add: '期間を加える', drop: (n: number) => `${n}つ目の期間を外す`, dropShort: '外す', mode: (label: string) => `${label}を行うか`,
    why: '変えるわけ', choose: '選んでください', save: 'この内容に決める', saved: '事業の期間を決めました。センターの端末には、次につながったときに伝わります', nothing: '変えたところがありません。', proof: '本人確認のあと、決まります。', within: (label: string) => `${label}が休みのあいだは、いっしょに休みます。`,
    overtaken: (by: string, version: number) => `書いているあいだに、${by}さんが第${version}版を決めました`, overtakenHow: 'どちらで続けるかを選んでください。選ぶまで、どちらも消えません。', takeNew: '新しい決まりから書き直す', keepMine: '書いたものを、新しい版にする',
  },
  preview: 'このセンターで見えなくなるもの', previewHow: '記録は消えません。世帯のページの、これまでの記録も残ります。', hides: (label: string, day: string) => `${label}　${day}から見えなくなります`, hidesNow: (label: string) => `${label}　今日から見えなくなります`, shows: (label: string, day: string) => `${label}　${day}からまた見えます`, showsNow: (label: string) => `${label}　今日から見えます`, later: (label: string) => `${label}　見えなくなる日はありません`, same: '見えるものは変わりません。', wrong: '直すところがあります。直すと、ここに出ます。', safe: '訪問と不在の記録、要確認の知らせ、緊急の手順、見守りは、どの事業を休んでも見えます。',
  doors: {
    comprehensive_consultation: ['「相談を受ける」の入り口', '世帯のページの「相談を受ける」'], multi_agency: ['後方支援の一覧', '共通シートを書くボタン', '役割をお願いするボタン', 'プランを書くボタン', '対応事項を加えるボタン', '期限の知らせ（役割・後方支援・プラン）'], conferences: ['会議の一覧', '会議にかけるボタン'],
    watch_list: ['状況把握世帯の一覧', '状況把握世帯にするステップ', '期限の知らせ（状況把握世帯の見直し）'], outreach: ['通りから見た記録の入り口', '手紙の入り口', '関係の段階を書くボタン'], participation: ['参加支援の画面', '希望を聞くボタン', '場所をさがすボタン'], community_building: ['地域づくりの画面'],
  } as Record<string, readonly string[]>,
  resting: (label: string) => `${label}は、このセンターでは休んでいます`, restingHow: 'これまでの記録は読めます。新しく始めるときは、保健福祉局に相談してください。',
  rested: { title: (n: number) => `事業を休んでいるあいだの記録が ${n}件あります`, how: '記録は受け取っています。ほかの事業で続けるか、局に相談するかを、確かめてください。', line: (label: string, day: string) => `${label}　${day}`, seen: '確かめました', said: '確かめたことを残しました', section: '休んでいるあいだの記録', none: '確かめる記録はありません。', reading: 'この端末の記録を調べています', count: (n: number) => `${n}件` },
  errors: { none: '期間を一つ以上入れるか、「休む」を選んでください', begins: '始まりの日を、2021年4月1日から10年先までで入れてください', ends: '終わりの日を、10年先までで入れてください', order: '終わりの日は、始まりの日と同じか後にしてください', overlap: '前の期間と重なっています。終わりの日か始まりの日を直してください', why: '変えるわけを選んでください' },
  problems: {
    rollout_changed: 'ほかの人が先に決めました。いまの内容を確かめてください。', rollout_dates: '始まりと終わりの日を直してください。', rollout_overlap: '同じ事業の期間が重なっています。日を直してください。', rollout_center: 'そのセンターは登録されていません。一覧を読み直してください。', rollout_part: 'アプリを最新にして、もう一度決めてください。', step_up_needed: 'もう一度、本人の確認をしてから決めてください。', not_allowed: '決められるのは保健福祉局です。',
  } as Record<string, string>, problem: 'いまは決められませんでした。書いたものは残っています。少し待って、もう一度ためしてください。', offlineAct: 'つながっていないため、決められませんでした。書いたものは残っています。',
} as const;
