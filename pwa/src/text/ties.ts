/** Words of つながりの図: who is around a household, and who can open its door. */
export const tieText = {
  newer: '新しい版で記録された項目', unsaid: '書かない', nameless: '名前は分からない方', died: '亡くなられた方', away: '離れて暮らす方', visitor: '訪問した人', home: 'この世帯',
  doors: {
    title: 'この扉を開けられる人', none: 'まだ書かれていません。だれとなら会えるかを、つながりの図に書けます。', open: 'つながりの図', met: (n: number) => `6か月に${n}回 会えています`,
    differs: '人によって書き方がちがいます', hiddenHow: '支援措置のあいだ、まわりの方は出しません。',
  },
  page: {
    title: 'つながりの図', lead: '図と同じ内容が、下の一覧にあります。', add: 'つながりを書く', addAround: 'まわりの方・機関を書く', tooSmall: '文字が大きいあいだは、図のかわりに下の一覧で見られます。', list: 'つながりの一覧', legend: '線の見かた', legendNote: '強い・弱い・緊張など', nobody: '暮らす方も、まわりの方も、まだ書かれていません。',
    home: '暮らしている方', around: 'まわりの方', team: '支えている人・機関', noTies: 'つながりは、まだ書かれていません',
    visits: (made: number, met: number) => `6か月に 訪問${made}回・会えた${met}回`, gone: '取り消したつながり', unread: (n: number) => `図に出せないつながりが ${n}件あります`, byItself: '記録から', open: (name: string) => `${name}のつながり`,
    since: (text: string) => `${text}から`, generation: (n: number) => (n < 0 ? (n === -1 ? '親の世代' : '祖父母の世代') : n > 0 ? (n === 1 ? '子の世代' : '孫の世代') : '本人の世代'),
  },
  node: {
    title: (name: string) => name, edit: 'この方について直す', add: 'つながりを書く', note: 'おぼえ書き', call: '電話をかける', organization: '相談先の一覧で見る', lead: '記録から出しています。',
  },
  tie: {
    title: 'つながりを書く', edit: 'つながりを直す', lead: 'どなたとの、どんなつながりですか。分からないところは、空けたままで保存できます。', from: 'ひとり目', to: 'ふたり目', parent: '親', child: '子', grandparent: '祖父母', grandchild: '孫', kind: 'どんなつながり',
    newOne: '新しく書く方・機関', quality: 'つながりの様子', since: 'いつから', sinceHow: '年だけでもかまいません。例：1998、2024-04', known: 'どうやって分かりましたか', source: 'だれから聞きましたか', told: '聞いた内容', toldHow: 'この欄は、つながりを開いた人にだけ見えます。図や一覧、渡す紙には出ません。', door: '扉を開けられますか', doorHow: '本人に会うとき、この方の助けで会えるかどうか。',
    word: 'そのほか、知っておくとよいこと', wordHow: '例：朝なら会える、名前を出してよいと聞いている', save: '保存', kept: 'つながりを保存しました', gone: 'このつながりを取り消す', goneHow: 'まちがいだったときなど。書いたことは消えずに残ります。', goneWhy: '取り消すわけ', back: '取り消しをやめる', isGone: (why: string) => `取り消しています：${why}`, history: 'これまでの書き方',
    errors: { ends: '別のふたりを選んでください', from: 'ひとり目を選んでください', to: 'ふたり目を選んでください', name: '名前か、どんな方かを書いてください', since: '年（例：1998）か、年月（例：2024-04）で書いてください', gone: '取り消すわけを書いてください', nothing: '変わったところがありません' },
  },
  around: {
    title: 'まわりの方・機関を書く', edit: 'この方について直す', lead: '親族、近所の方、民生委員、機関など。住所や電話は書かなくてかまいません。', name: '呼び名', nameHow: '例：川村さん、妹さん。名前が分からなければ空けておけます', agencyHow: '相談先の一覧にある機関は、名前の途中まで入れると選べます', who: 'どんな方ですか', note: 'おぼえ書き', noteHow: '本人が読んでもよい言葉で', save: '保存', kept: '保存しました',
    gone: '図から外す', goneHow: '書いたことは消えずに残ります。', goneWhy: '外すわけ', fields: { name: '呼び名', who: 'どんな方か', note: 'おぼえ書き', gone: '取り消し', organization: '相談先' } as Record<string, string>,
  },
  fields: { from: 'ひとり目', to: 'ふたり目', kind: 'どんなつながり', quality: 'つながりの様子', since: 'いつから', known: '分かったわけ', third_party: '聞いた内容', door: '扉を開けられるか', word: '知っておくとよいこと', gone: '取り消し' } as Record<string, string>,
  said: (name: string, when: string) => `${name}・${when}`, differ: '2通りの記入があります', conflictOf: (names: string, field: string) => `${names}　${field}`, ends: (a: string, b: string) => `${a}と${b}`,
} as const;
