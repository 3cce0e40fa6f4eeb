/** Words of 記録の確認. */
export const reviewText = {
  title: '記録の確認', count: (n: number, all: number) => `${all}件のうち ${n}件`, late: (n: number) => `確認の期限をすぎたもの ${n}件`, loading: (done: number, all: number) => `読み込み中 ${done}/${all}世帯`,
  search: '世帯・事実・ことばでさがす', filters: 'しぼりこみ', all: 'すべて', more: '続きを表示',
  by: '訪問した人', area: '地域', result: '会えたか', sign: '兆し', from: 'いつから', to: 'いつまで', state: '確認', sort: '並べかえ', clear: '条件を解く',
  states: { waiting: '確認待ち', consult: '要協議', returned: '差戻し中', confirmed: '確認ずみ', all: 'すべて' } as Record<string, string>,
  sorts: { urgent: '急ぐものから', oldest: '古い順', newest: '新しい順', household: '世帯の名前順' } as Record<string, string>,
  none: '確認を待つ記録はありません', noneHow: '新しい記録が届くと、ここに出ます。', noneFound: 'この条件の記録はありません', noneFoundHow: '条件を変えるか、条件を解いてください。', choose: '左の一覧から記録を選んでください', list: '記録の一覧', detail: '記録の内容', notHere: 'この記録は、この端末では開けません', toList: '一覧へもどる',
  overdue: '確認の期限をすぎています', amended: '直した版', photo: '写真', changed: (n: number) => `変化 ${n}`, noSigns: '兆しの記入なし', red: (n: number) => `赤の兆し ${n}`,
  when: 'とき', staff: '訪問した人', met: '会えたか', arrived: '届いた', afterwards: (span: string) => `${span}後`, notSent: 'まだサーバーに届いていません', method: '方法', openHousehold: '世帯を開く', notAsked: '記入なし',
  facts: '事実', quotes: 'ご本人のことば', assessment: '所見', third: 'ほかの方の話', blank: '記入はありません', promises: '約束', next: '次の予定', presence: '在宅の気配', letter: '置いた手紙', worry: '「心配」',
  signs: '兆しを前回とくらべる', against: (before: string, now: string) => `${before} → ${now}`, first: 'くらべられる前の記録がありません', tally: (changed: number, same: number, unchecked: number) => `変化のあるもの ${changed}、同じ ${same}、未確認 ${unchecked}`, sameOnes: '前と同じもの', uncheckedOnes: '今回は未確認のもの',
  heads: { sign: '兆し', before: '前回', now: '今回', way: '変化', who: 'だれの' }, household: '世帯', versions: '直した経過', versionLine: (n: number, name: string, when: string) => `第${n}版・${name}・${when}`, was: '前', is: '後', reason: (text: string) => `理由：${text}`, noDiff: '変わった欄はありません',
  history: '確認の経過', newVersion: '確認のあとで直されています。もう一度確かめてください。', retracted: (reason: string) => `この記録は取り消されています。${reason}`,
  comment: 'ひとこと', commentHint: '差戻し・要協議では必ず書いてください', commentError: '何を直すか、何を相談するかを、ひとこと書いてから押してください', ok: '確認した', send: '差戻し', talk: '要協議', own: '自分の記録です。ほかの人が確認します。', notYours: '記録の確認は、連携支援ケースワーカー・地域支援担当・課長が行います',
  said: { confirmed: '確認しました', returned: '差し戻しました', consult: '要協議にしました' } as Record<string, string>, selected: (n: number) => `${n}件を選んでいます`, confirmSelected: '選んだものを確認した', confirmAsk: (n: number) => `${n}件を、まとめて「確認した」にします`, confirmAskHow: '開いて読んだ記録だけを選んでください。自分の記録と、すでに確認ずみのものは除きます。', confirmDo: '確認した', unselect: '選択を解く', select: (title: string) => `${title}を選ぶ`,
  keys: 'キーの一覧', keyNames: [['j', '次の記録'], ['k', '前の記録'], ['Enter', '開く・開いているときは「確認した」'], ['x', '選ぶ・解く'], ['/', 'さがす'], ['r', '差戻し（ひとこと欄へ）'], ['d', '要協議（ひとこと欄へ）'], ['?', 'キーの一覧']] as [string, string][], forward: '次', previous: '前',
  fields: { occurred_at: 'とき', ended_at: 'おわり', method: '方法', result: '会えたか', staff: '訪問した人', accompanied: '一緒に行った人', met_persons: '会えた人', presence_signs: '在宅の気配', safety: '安否の確認', observations: '兆し', facts: '事実', quotes: 'ご本人のことば', assessment: '所見', third_party: 'ほかの方の話', promises: '約束', next_on: '次に行く日', next_note: '次にすること', letter_left: '置いた手紙', relation_stage: '関係の段階', relation_word: '段階のわけ', worry: '「心配」', plan: '訪問の予定' } as Record<string, string>,
} as const;
