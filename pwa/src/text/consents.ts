/** Words of 同意: what somebody of the household was asked, what they answered, and what they took back. */
export const consentText = {
  title: '同意',
  section: {
    none: 'いまは、いただいている同意がありません', add: '同意について書く', takeBack: '取り下げを書く', history: 'これまでの返事', until: (day: string) => `${day}まで`, always: '期限なし', on: (day: string) => `${day}に`, by: (name: string) => `聞いた人　${name}`,
    to: (orgs: string) => `伝えてよい相手：${orgs}`, data: (what: string) => `伝えてよいこと：${what}`, proxy: (who: string) => `代わりに答えた方：${who}`, capacity: (note: string) => `お話の様子：${note}`, soon: (days: number) => (days ? `あと${days}日で期限です` : '今日が期限です'),
    takenBack: (day: string, who: string, how: string) => `${day}に${who ? `${who}が` : ''}取り下げました${how ? `（${how}）` : ''}`, gone: '世帯にいない方', allPurposes: 'すべてのこと',
    states: { stands: 'いま有効', coming: 'まだはじまっていません', expired: '期限が過ぎました', withdrawn: '取り下げられました', overtaken: 'あとから「同意しない」との返事がありました', refused: '同意しない', explained: '説明だけした' } as Record<string, string>,
  },
  add: {
    title: '同意について書く', lead: '「同意しない」も「説明だけ」も、大切な返事です。書いたことは消えず、あとの返事は新しい記録になります。', who: 'どなたの返事ですか', answer: '返事', words: 'ご本人のことば', wordsHow: 'おっしゃったとおりに', purposes: '何のために', purposesNo: '何のためのことですか。選ばなければ、すべてのことになります', data: '伝えてよいこと', orgs: '伝えてよい相手', orgsHow: '1行にひとつ。例：○○診療所、地域包括支援センター',
    method: 'どのように', proxy: '代わりに答えた方', proxyHow: '例：成年後見人の○○さん、長女の○○さん', on: 'いつ', until: 'いつまで', untilHow: '決めていなければ、書きません', capacity: 'お話の様子', capacityHow: '説明がどう伝わったか、気がかりだったこと', dayHow: '和暦でも西暦でも。例：令和8年11月26日、R8.11.26', read: (day: string) => `${day} と読みました`, save: '返事を残す', kept: '返事を残しました', known: '名前に触れると入ります',
    errors: { who: 'どなたの返事かを選んでください', answer: '返事を選んでください', purposes: '何のための同意かを選んでください', data: '伝えてよいことを選んでください', orgs: '伝えてよい相手を書いてください', method: 'どのように返事をいただいたかを選んでください', proxy: '代わりに答えた方を書いてください', needDay: '日を書いてください', whole: '年・月・日まで書いてください', future: 'まだ来ていない日です', passed: 'もう過ぎた日です。期限が過ぎた同意は、残せません', before: '返事をいただいた日より前です' } as Record<string, string>,
  },
  back: {
    title: '取り下げを書く', lead: '取り下げのあとは、この同意を使いません。いただいた同意の記録は、そのまま残ります。', on: 'いつ', who: 'だれが', whoHow: 'ご本人か、代わりの方', how: 'どのように', howHow: '例：電話で、訪問のときに、手紙で', save: '取り下げを残す', kept: '取り下げを残しました', gone: 'この同意は、もう取り下げられています。', errors: { who: 'だれが取り下げたかを書いてください', how: 'どのように聞いたかを書いてください', before: '同意をいただいた日より前です' } as Record<string, string>,
  },
} as const;
