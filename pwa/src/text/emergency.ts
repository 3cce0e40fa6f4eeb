/** Words of the emergency sheet and of what happens to an alert. Read under stress: short, in the order of doing. */
export const emergencyText = {
  first: '先に電話してください', numbers: { '119': '救急・火事', '110': '警察', '189': '児童相談所' } as Record<string, string>,
  works: '圏外でも 119・110 はかかることがあります。書いたことは、この端末に保存しながら進みます。',
  say: '電話で伝えること', place: (address: string) => `「場所は、京都市${address}です。」`, noPlace: '「場所は、いまいる所の町名と番地、見える建物を伝えます。」', landmark: (hint: string) => `「目印は、${hint}です。」`, reading: (text: string) => `よみ：${text}`,
  wait: '待つあいだ', told: 'だれに知らせるか',
  offline: 'まだ、だれにも届いていません', offlineHow: 'いま圏外です。つながるとすぐ送ります。急ぐときは、センターに電話してください。',
  notYet: 'まだ、だれにも知らせていません', notYetHow: '「いま知らせる」か「保存する」を押すと、下の方々へ同時に知らせます。',
  roles: { watcher: '見守る人', trigger_owner: 'きっかけの担当', outreach_worker: '担当の支援員' } as Record<string, string>,
  atOnce: '同時に知らせます', minutes: (n: number) => `${n}分で応答がないときは、次の人へ知らせます`, all: 'この区のこの役割の方',
  mistake: 'まちがえて選んだ', called: '電話をかけた', tell: 'いま知らせる', calledLine: (time: string) => `${time} 119・110などに電話をかけた。`,
  steps: { here: '端末に保存', server: 'サーバー受付', reached: '端末に届いた', taken: '対応開始' },
  waiting: { here: 'この端末にあります', server: 'つながるとすぐ送ります', reached: '届くのを待っています', taken: 'まだ、だれも対応を始めていません' },
  localBanner: 'まだ、だれにも届いていません', localHow: '電話で直接知らせてください。つながると自動で送ります。',
  reachedBy: (name: string, time: string) => `${name}　${time} に届いた`, seenBy: (name: string, time: string) => `${name}　${time} に開いた`, takenBy: (name: string, time: string) => `${name}さんが ${time} から対応しています`,
  closed: (time: string) => `${time} に終わりました`, withdrawn: 'この知らせは取り下げられました',
} as const;
