/** Words of the visit form, the absence in three taps, and what follows a save. */
export const visitText = {
  door: {
    title: '記録', ask: 'どの世帯の記録ですか', which: (name: string) => `${name}の記録`, absent: '不在・投函', absentHow: '会えなかった。3回ふれるだけで終わります', visit: '訪問・接触', visitHow: '会えた、声が聞けた、電話で話せた',
    street: '状況把握', streetHow: '外から見たようすを1分で', search: '名前・かな・住所・電話でさがす', near: '今日の予定・担当の世帯', newOne: '新しい世帯からはじめる', choose: '世帯を選びなおす', drafts: '書きかけ',
  },
  absent: {
    title: '不在・投函', result: 'どうでしたか', resultError: '「どうでしたか」を、ひとつ選んでください', presence: '在宅の気配（あてはまるもの）', noPresence: '気配はない', letter: '手紙', noLetter: '手紙は置かない', detail: '手紙を置いた', more: '時刻やメモを直す', when: 'いつ', note: 'ひとこと', meter: 'メーターの数字',
    saved: '不在を記録しました', hints: { absent: '気配もない', no_answer_present: '在宅の気配はある', letter_left: '呼び出さずに投函した' } as Record<string, string>,
    mismatch: '在宅の気配を選びました。「応答なし」にしますか', makeAnswer: '「応答なし」にする', fullForm: 'くわしく書く',
  },
  form: {
    title: '訪問を記録', amendTitle: '記録を直す', from: (when: string) => `${when} から`, when: 'いつ・だれが', started: 'はじめ', ended: 'おわり', staff: '訪問した人', accompanied: '一緒に行った人・機関', accompaniedHint: '読点（、）で区切ります', method: '方法', edit: '直す',
    met: 'お会いできましたか', moreResults: 'ほかの結果', confirm: 'どなたを、どう確かめましたか', lastDirect: (days: string) => `直接は ${days}前`, neverDirect: '直接はまだ', cohabitant: '同居の方の話だけでは、会えていない日数は 0日に戻りません。', presence: '在宅の気配',
    safety: { A_seen: '顔を見た', B_voice: '声を聞いた', C_cohabitant: '同居の方の話', D_indirect: '近所・痕跡', E_none: 'できなかった' } as Record<string, string>,
    noPersons: 'この世帯には、まだ人の登録がありません。世帯のページで足すと、ひとりずつ確かめられます。',
    signs: '気になる兆し', signsHow: '見ていないものは「未確認」のままで。', group: (n: number, unchecked: number) => `${n}項目・未確認 ${unchecked}`, seenNone: (n: number) => `あり ${n}`, last: (value: string, when: string) => `前回 ${value}（${when}）`, lastNone: '前回の記録なし', restHow: '見て確かめた残りを、まとめて', restSame: (n: number) => `前回と同じにする（${n}項目）`, restNo: '「なし」にする', restUndo: '元に戻す',
    who: 'どなた', change: '前回と比べて', note: 'ひとこと（事実）', rooms: (label: string) => label, ratingNone: '未確認', qualifiers: 'あてはまるもの',
    facts: '見たこと・したこと', factsHint: 'あなたが確かめた事実だけ。ご本人が読むつもりで', phrases: '事実に書き足すことば', phraseList: [['お変わりなく', '前に会ったときと、お変わりなく見えた。'], ['玄関先で話した', '玄関先で話した。'], ['部屋にあがった', '部屋にあがって話した。'], ['顔色はよい', '顔色はよかった。']] as [string, string][], quotes: 'ご本人のことば', quotesHint: '話されたとおりに', assessment: '所見', assessmentHint: 'あなたの見立て', third: 'ほかの方から聞いたこと', thirdHint: 'だれの話かは別に守られます', thirdSource: 'だれの話', thirdText: '話の内容', thirdAdd: 'もうひとり足す', thirdRemove: 'この話を消す',
    promises: '約束・次の予定', promisesField: '約束したこと', nextOn: '次に行く日', nextIn: '次に行く日の目安', nextSoon: [[1, '明日'], [7, '1週間後'], [14, '2週間後'], [28, '4週間後']] as [number, string][], nextNote: '次にすること', letter: '置いた手紙', letterText: '手紙の内容', noLetter: '置いていない', letterOther: 'その他', relation: '関係の段階', relationHint: '今日の時点で', worry: '「心配」を知らせる', worryHint: '理由がうまく言えなくても、知らせてかまいません', worryNote: '気になったこと', worryNone: '知らせない',
    written: '記入あり', blank: '未記入', unchecked: (n: number) => `未確認 ${n}項目`, always: 'このまま保存できます', reason: '直す理由', reasonHint: '前の版も残ります。例：時刻のまちがい',
    fresh: '新しく書きはじめる', freshKeep: '前の書きかけは「今日」に残ります',
    draft: '書きかけ', draftTitle: (name: string, method: string) => `${name}　${method}`, saved: '記録を保存しました', amended: '直した版を保存しました',
    returned: (name: string) => `${name}さんから直しの相談です`,
  },
  after: { title: '保存しました', here: 'この端末に保存しました', back: '世帯のページへ', today: '今日の画面へ', alert: '急ぎの兆しがあるので、知らせを出します', again: '続きを書き足す' },
  errors: {
    occurred_at: 'いつのことか、日と時刻を選んでください', future: 'まだ来ていない時刻です。日と時刻を確かめてください', ended_at: 'おわりは、はじめより後の時刻にしてください', staff: '訪問した人を、ひとり以上選んでください', method: '方法を選んでください', result: '「お会いできましたか」を、ひとつ選んでください',
    next_on: '次に行く日が、この訪問より前になっています。日を選び直してください', reason: 'なぜ直すのかを、ひとこと書いてください', source: 'だれの話かを書いてください（「近所の方」でもかまいません）', number: (min: number, max: number) => `${min}から${max}までの数字を書いてください`, letter: '手紙の内容を、ひとこと書いてください',
  },
} as const;
