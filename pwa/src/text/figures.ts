/** Words of 局への報告: a center's month as numbers, and the city's fourteen side by side. */
export const figuresText = {
  title: '局への報告（月の数）', titleBureau: '各センターの数', denied: '局への報告は、連携支援ケースワーカー・地域支援担当・課長・センター長と、保健福祉局が見られます',
  month: '月', before: '前の月', after: '次の月', early: 'この月は、まだ終わっていません。終わってから出せます。',
  how: '名前や住所は入りません。出るのは下の数だけです。', hidden: '＊', hiddenHow: '＊は、5未満の数か、ほかの数から5未満の数が分かってしまうために出さない数です。',
  columns: { cell: '項目', own: 'この端末で数えた数', sends: '局に出す数', sent: '出してある数' },
  never: 'この月の数は、まだ出していません。', sentBy: (version: number, when: string, name: string) => `第${version}版を${name}さんが${when}に出しました`, same: 'いま数えた数と同じです。', differs: 'いま数えた数とちがいます。直した版を出せます。前の版も残ります。',
  send: '局に出す', correct: '直した版を局に出す', sendHow: '出すまえに、もう一度、パスキーか合言葉で本人を確かめます。だれがいつ出したかが残ります。', onlyAnswering: '局に出せるのは、連携支援ケースワーカーと課長です。', done: '局に出しました',
  reading: 'この端末の記録を数えています。終わると出せます。', asking: '読みこんでいます', offline: 'つながっていないため、出してある数を確かめられません。つながると、自動で読み直します。', again: '読み直す',
  handedIn: '出した日', version: '版', handedAt: '出した日時', exportHow: '書き出すまえに、もう一度、パスキーか合言葉で本人を確かめます。伏せた数は、ファイルでも伏せたままです。', exportOwnHow: '伏せるまえの数も入ります。センターの外に渡さないでください。書き出すまえに、もう一度、パスキーか合言葉で本人を確かめます。',
  file: (month: string, n: number) => `局への報告_${month}_${n}`,
  center: 'センター', none: 'まだ', empty: '－', versionOf: (version: number) => (version === 1 ? '' : `第${version}版`), noSum: '出していない数があるため、市の合計は出していません。', handed: (done: number, all: number) => `${all}センターのうち${done}センターが出しています`,
  problems: {
    figures_changed: 'ほかの人が先に出しました。読み直して、いま出ている数を確かめてください。', figures_early: 'まだ終わっていない月の数は出せません。', figures_small: '5未満の数が含まれているため、受け取られませんでした。アプリを最新にしてください。', figures_cells: 'アプリを最新にして、もう一度出してください。', figures_word: '端末の日付と時刻を確かめて、もう一度出してください。', step_up_needed: 'もう一度、本人の確認をしてから出してください。', not_allowed: 'この役割では出せません。',
  } as Record<string, string>, problem: 'いまは出せませんでした。少し待って、もう一度ためしてください。', offlineAct: 'つながっていないため、出せませんでした。数は端末にあります。',
};
