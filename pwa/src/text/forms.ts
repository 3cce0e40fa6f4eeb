/** Words of 個票: choosing the sheets, what stands on them where nothing may, and how they are printed. */
export const formText = {
  title: '個票を印刷する', open: '個票を印刷する', section: '個票', sectionHow: '相談受付・申込票、アセスメント、プラン、経過一覧、評価を、これまでの記録から紙にします', lead: '書いてある記録だけから作ります。だれも書いていない欄は、枠のまま残ります。',
  denied: '個票は、連携支援ケースワーカー・地域支援担当・課長・センター長が印刷できます',
  which: '印刷する票', none: '印刷する票を選んでください', person: 'どなたの票ですか', nth: (n: number) => `対象者 ${n}人目`, nobody: '暮らしている方の記録がありません', consultation: 'どの相談ですか', plan: 'どの版ですか', newest: (when: string) => `${when}の相談`,
  from: '経過のはじめの日', to: '経過のおわりの日', third: '第三者から聞いたことも載せる', thirdHow: 'ふだんは載せません。載せるときは、その欄に印がつきます。知らせてくれた人の名前は、選んでも載りません。',
  errors: { day: '日を選んでください', order: 'おわりの日が、はじめの日より前です' } as Record<string, string>,
  preview: '印刷する紙', print: '印刷する', printHow: '印刷するまえに、もう一度、パスキーか合言葉で本人を確かめます。だれがいつ印刷したかが残ります。', notNoted: 'この紙は、画面の「印刷する」から印刷してください。だれがいつ印刷したかを残してから出します。', changed: '印刷するあいだに、記録が新しくなりました。紙を確かめて、もう一度「印刷する」を押してください。', ready: (n: number) => `第${n}号として残しました。印刷できます。`,
  printed: (when: string, name: string, n: number) => `取扱注意　${when}　印刷：${name}　第${n}号`, of: (number: string, center: string) => `${number}　${center}`,
  editions: { consented: '同意あり', unconsented: '同意なし' } as Record<string, string>, withThird: '第三者から聞いたことを含みます', thirdMark: '【第三者から】',
  withheld: { consent: '同意がないため、載せていません', secret: 'この欄のことばは、この紙には載せられません', place: '支援措置のため、載せていません' } as Record<string, string>,
  notes: 'メモ・注意の記録、ほかの機関の会議、取り消された記録は、この票に載りません。第三者から聞いたことは、選ばないかぎり、あっても載りません。', leftOut: 'この票に載らないもの',
  came: { person: 'ご本人', found: '職員が気づいた', other: 'ご本人以外' } as Record<string, string>, newer: '新しい版の区分', given: (what: string) => `伝えてよいこと：${what}`, allPurposes: 'すべてのこと', takenBack: (day: string) => `${day}に取り下げ`,
  sign: '個人情報の取り扱いについて説明を受け、上の「同意」のとおり、関係機関と分かち合うことに同意して、相談を申し込みます。', signPlan: 'このプランの説明を受け、内容に同意します。', signDay: '令和　　　年　　　月　　　日',
  rows: { consultation: '相談受付', step: '段階', sheet: '複合課題共通シート', plan: '多機関協働プラン', evaluation: 'ふりかえり', consent: '同意', back: '同意の取り下げ', shared: (n: number) => `第${n}版を共有`, proposed: (n: number) => `第${n}版を提案`, decided: (n: number) => `第${n}版を決定` },
  times: (n: number) => `${n}回`, programs: { outreach: 'アウトリーチ等を通じた継続的支援', participation: '参加支援' } as Record<string, string>, undated: '日付なし',
} as const;
