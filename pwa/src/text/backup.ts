/** Words of 後方支援: asking, answering, deciding; and of 対応事項, which both sides share. */
export const backupText = {
  title: '後方支援', list: '後方支援の依頼',
  section: { title: '後方支援と対応事項', ask: '後方支援をたのむ', none: '困っていることを、センターの地域支援担当に相談できます。', task: '対応事項を足す', tasks: '対応事項', past: (n: number) => `終わったもの ${n}件` },
  ask: {
    title: '後方支援をたのむ', lead: '電波がなくても書けます。つながったときに、センターの地域支援担当へ届きます。', question: '困っていること', questionHow: 'だれが、何を決められずにいるか。ご本人が読むつもりで', tried: '試したこと', triedHow: 'うまくいかなかったことも', urgency: 'いつまでに',
    urgencies: { normal: '2開庁日のうちに返事をもらいます', urgent: '開庁時間で4時間のうちに返事をもらいます' } as Record<string, string>, closed: '閉庁中に届いたものは、次の開庁から数えます。いのちに関わるときは、待たずに電話で知らせてください。',
    step: '送ると、支援の段階も「後方支援」に進みます。', stepAsk: '送ると、支援の段階を「後方支援」に進めることの同意も求めます。', save: 'たのむ', kept: '後方支援をたのみました', error: '困っていることを書いてください',
  },
  state: {
    here: 'この端末に保存済み。つながると届きます', sent: '送りました', sentTo: 'センターの地域支援担当に届いています', taken: (name: string) => `${name}さんが見ています`, notTaken: '担当が見る', answered: '返事がありました', notAnswered: '返事を待っています', answerNext: '返事', ended: (how: string) => `${how}になりました`, endNext: 'まとめ',
    short: { here: '送信待ち', sent: '届きました', taken: '担当が見ています', answered: '返事あり' } as Record<string, string>,
  },
  wait: { left: (span: string) => `返事の目安まで ${span}`, over: (span: string) => `返事の目安を ${span}すぎています`, days: (n: number) => `${n}開庁日`, hours: (n: number) => `${n}時間`, minutes: (n: number) => `${n}分`, and: (a: string, b: string) => `${a}と${b}` },
  desk: {
    waiting: (n: number) => `返事を待っている依頼 ${n}件`, talking: (n: number) => `やりとり中 ${n}件`, ended: '終わった依頼', none: '返事を待っている依頼はありません', noneHow: '世帯のページの「後方支援をたのむ」から届きます。', nobody: '担当はまだ決まっていません', taken: (name: string) => `担当 ${name}さん`, by: (name: string, when: string) => `${name}さんから・${when}`,
    more: (n: number) => `ほか ${n}件`, center: (n: number) => `返事を待つ後方支援 ${n}件`, late: (n: number) => `目安をすぎたもの ${n}件`, read: '依頼は、同じセンターの担当者と、その世帯に関わる人だけが読めます。',
  },
  page: {
    notHere: 'この依頼は、この端末では開けません。担当から外れたか、まだ受け取っていません。', toList: '依頼の一覧へ', asked: '依頼', question: '困っていること', tried: '試したこと', by: 'たのんだ人', urgency: '急ぎ', words: 'やりとり', noWords: 'まだ返事はありません', answer: '返事を書く', add: '書き足す', take: '担当になる', tookOn: '担当になりました', decide: 'まとめる', household: '世帯を開く',
    ends: { settled: '整理がつきました', to_conference: '重層支援会議にかけます', returned: '足りないことがあり、差し戻しました' } as Record<string, string>, endedBy: (name: string, when: string) => `${name}さん・${when}`, reopened: '会議の議題から外されたため、この依頼はまた開いています。', again: '足りないことをそろえて、もう一度たのめます。',
    decideHow: '整理済み・会議にかける・差し戻しのどれかで終わります。',
  },
  word: { title: '返事', add: '書き足す', lead: '書いたことは、この世帯に関わる人に届きます。あとから消したり直したりはできません。', text: '書くこと', save: '送る', kept: '残しました', error: '書いてください' },
  end: {
    title: 'この依頼をまとめる', lead: 'どれを選んでも、やりとりと記録は残ります。', which: 'どうしますか', hints: { settled: '役割や進め方が決まった', to_conference: 'ここでは決められないので、重層支援会議で話し合う', returned: '足りないことを伝えて、もう一度考えてもらう' } as Record<string, string>,
    text: { settled: '整理がついたこと', to_conference: '会議にかける理由', returned: '足りないこと' } as Record<string, string>, question: '会議で話し合うこと（論点）', questionHow: 'ご本人が読むつもりで、何を決めたいかを短く', save: 'この依頼をまとめる', kept: '依頼をまとめました', noMeeting: 'これからの会議が、まだ入っていません。先に会議を入れてください。', toMeetings: '会議の一覧へ',
    step: (label: string) => `支援の段階：${label}`, asksStep: '段階を変えることは、ケースワーカーか課長の同意を求めます。', otherOpen: 'この世帯には、ほかにも終わっていない依頼があります。段階は、すべてが終わってから変えられます。', own: '自分がたのんだ依頼は、ほかの担当者がまとめます。',
    errors: { which: 'どれかひとつを選んでください', text: '書いてください', meeting: 'どの会議かを選んでください', question: '論点を書いてください' } as Record<string, string>,
  },
  task: {
    title: '対応事項', lead: 'だれが、何を、いつまでに。両方の人に同じものが見えます。', text: 'すること', who: 'だれが', whoHint: 'この世帯を開ける方だけが出ています', other: 'ほかの機関・地域の方', agency: '機関や人の名前', due: 'いつまでに', save: '対応事項を残す', kept: '対応事項を残しました', done: 'すんだ', undo: 'もどす', isDone: '対応がすみました', isBack: '対応事項にもどしました', doneBy: (name: string, when: string) => `${name}さんが ${when} にすませました`,
    until: (day: string) => `${day}まで`, late: '日をすぎています', noDue: '期限なし', none: '対応事項はありません', errors: { text: 'することを書いてください', who: 'だれがするかを選んでください', agency: '機関や人の名前を書いてください' } as Record<string, string>,
  },
  today: { tasks: 'わたしの対応事項', asked: 'たのんだ後方支援' },
} as const;
