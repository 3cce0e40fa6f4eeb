/** Words of the way of a household through its phases, of who takes on what, and of what is watched for. */
export const courseText = {
  section: {
    title: '支援の段階', since: (when: string) => `${when} から`, next: '次の段階へ', history: 'これまでの段階', none: 'まだ段階は変わっていません',
    by: (name: string, when: string) => `${name}・${when}`, agreed: (name: string, when: string) => `${name}さんが同意しました（${when}）`,
    states: { stands: '', asked: '同意待ち', lacking: '変わりませんでした', refused: '同意されませんでした', withdrawn: '取り下げました' } as Record<string, string>,
    way: (from: string, to: string) => `${from} → ${to}`, lacking: (what: string) => `足りないこと：${what}`,
  },
  asked: {
    title: (to: string) => `「${to}」に進むことの同意が求められています`, how: (name: string, when: string) => `${name}さんが ${when} に求めました。`,
    wait: '課長かセンター長が同意すると、段階が変わります。', own: '自分で求めたことに、自分では同意できません。', last: (what: string) => `前に決めようとしたときに足りなかったこと：${what}`,
    see: '内容を見て決める', send: 'この返事を残す', agree: '同意する', refuse: '同意しない', withdraw: '取り下げる', note: 'ひとこと', agreed: '同意しました', refused: '同意しないことを残しました', withdrawn: '取り下げました', stillLacking: 'まだ足りないことがあるため、段階は変わっていません',
  },
  step: {
    title: '次の段階へ', lead: (now: string) => `いまは「${now}」です。どの段階に進んでも、記録は消えません。`, which: 'どうしますか', whichError: 'どれかひとつを選んでください', none: 'あなたの役割で進められる段階は、いまはありません。',
    now: 'すぐに変わります', asks: '課長かセンター長の同意を求めます', asksAny: 'ケースワーカーか課長の同意を求めます', before: '先にすること', beforeHow: '次のことがそろうまで、段階は変わりません。求めておくことはできます。',
    save: 'この段階へ進む', ask: '同意を求める', changed: '段階を変えました', asked: '同意を求めました', lacking: 'まだ足りないことがあるため、段階は変わっていません。「これまでの段階」で確かめてください。',
    reason: '理由', reasonHint: 'ご本人が読むつもりで、事実を短く', reasonError: '理由を書いてください', meeting: '会議の日', meetingError: '今日からあとの日を選んでください',
    watchReason: '状況把握にする理由', tier: '注意度（会えないままでよい日数）', review: '見直す日', reviewHint: (days: number) => `${days}日以内に、一度見直します`, reviewError: (days: number) => `明日から${days}日以内の日を選んでください`, choose: '選んでください',
    trigger: 'どのきっかけがありましたか',
    settled: '整理がついたこと', returned: '足りないこと', text: '書いてください', tracks: 'はじめる支援', trackError: 'ひとつ以上選んでください', basis: (track: string) => `${track}の根拠`,
    achieved: '目標の達成', changes: '変わったこと', view: 'ご本人の受けとめ', left: '残っている課題', after: '終結のあと、気にかける人', afterHint: '例：民生委員の方、地域包括支援センター', closure: '終結の理由', proof: '確かめた方法', proofHint: '転居・入所・死亡のときは、何で確かめたかを書きます', proofError: '何で確かめたかを書いてください',
  },
  /** What a step lacks, by the guard's name (phases.json). */
  guards: {
    consent: 'はじめる支援についての同意が、まだ書かれていないか、いまは有効ではありません', plan: '決める版・重層的支援会議（本人同意あり）の議題・センター長の決裁・役割・見直す日のどれかが、そろっていません', plan_evaluated: '動いている多機関協働プランのふりかえりが、まだです',
    sheet: '共通シートを、まだだれにも渡していません', accepted_role: '役割を引き受けた人が、まだいません', all_answered: '返事を待っている役割があります', request: '返事を待っている後方支援の依頼がありません（「後方支援をたのむ」から送ります）', no_open_request: '終わっていない後方支援の依頼があります', settled: '整理がついたことが書かれていません', returned: '足りないことが書かれていません', reason: '理由が書かれていません', meeting: '会議の日が決まっていません',
    decision: '決まった役割・注意度・見直す日のどれかが、そろっていません', tracks: 'はじめる支援と、その根拠（計画と参加支援は本人の同意）がそろっていません', watch: '理由・注意度・見直す日・見守り役・きっかけのどれかが、そろっていません', watcher: '見守り役を引き受けた人が、まだいません', triggers: '「きっかけ」が、まだ決まっていません', trigger: 'きっかけの担当が、役割を引き受けていません', evaluation: 'ふりかえりが書かれていません', no_open_alert: '終わっていない知らせがあります', no_open_task: '終わっていない役割があります', lead_after: '終結のあと気にかける人が書かれていません',
    closure_reason: '終結の理由が選ばれていません', confirmed: '最近、直接お会いできていません（声か姿の確認が要ります）', heavy: '半年のうちに「重点」だった世帯は、センター長が決めます', other_person: '終結を求めた人とは別の人が決めます', previous: '終結判定の前の段階にだけ、もどれます', no_such_step: 'その段階へは、進めません', overtaken: '先に、ほかの人が段階を変えました', role: 'この役割では決められません',
  } as Record<string, string>,
  team: {
    title: '役割分担', none: 'まだ、だれの役割も決まっていません', add: '役割を頼む', accept: '引き受ける', decline: '引き受けられない', end: '終わりにする', due: (day: string) => `${day}まで`, to: (name: string) => `${name}さん`,
    states: { waiting: '返事待ち', accepted: '引き受けています', declined: '引き受けられないとの返事', done: 'すみました', ended: '終わりました' } as Record<string, string>, note: 'わけ・伝えたいこと', noteHow: '書かなくてもかまいません', past: '終わった役割',
    accepted: '引き受けました', declined: '引き受けられないことを伝えました', ended: '役割を終わりにしました', agencyAnswer: '機関の返事を書き留めます',
  },
  offer: {
    title: '役割を頼む', lead: '頼まれた人が引き受けるまで、役割は決まりません。', kind: '役割', who: 'だれに', whoHint: 'この世帯を開ける方だけが出ています', other: 'ほかの機関・地域の方', agency: '機関や人の名前', agencyHint: '例：○○診療所、民生委員の方', task: 'すること', taskHint: '何を、どのくらいの間隔で', due: 'いつまで', save: '頼む', kept: '頼みました', own: '自分の役割にしました',
    errors: { who: 'だれに頼むかを選んでください', agency: '機関や人の名前を書いてください', task: 'することを書いてください' },
  },
  trigger: {
    title: 'きっかけ', section: '介入のきっかけ', none: 'どんなことが起きたら動くかを、先に決めておけます', add: 'きっかけを決める', edit: '直す', save: 'このきっかけを残す', kept: 'きっかけを残しました', label: 'どんなこと', labelHint: '例：電気が止まった、入院した、子が卒業した', codes: 'この兆しに印がついたら知らせる', codesHint: '選ばなくても、ことばだけのきっかけとして残せます', addCode: '兆しを足す', level: '知らせの急ぎ', owner: '動く人', action: 'すること', actionHint: '例：その日のうちに訪ねる', ended: 'このきっかけは、もう要らない',
    line: (owner: string, action: string) => `${owner}が、${action}`, errors: { label: 'どんなことかを書いてください', owner: '動く人を選んでください', action: 'することを書いてください' },
  },
  today: { title: '頼まれている役割', line: (role: string, task: string) => `${role}：${task}`, by: (name: string, when: string) => `${name}さんから・${when}` },
  center: { asked: (n: number) => `同意待ちの段階 ${n}世帯`, offers: (n: number) => `返事を待つ役割 ${n}件`, review: (n: number) => `見直す日が近い状況把握世帯 ${n}世帯` },
  watch: {
    title: '状況把握世帯', of: (n: number, all: number) => `${all}世帯のうち ${n}世帯`, tools: 'しぼりこみ', late: '超過・近い', heavy: '重点', review: '見直し 30日以内', mine: 'わたしの担当', table: '表', board: 'ボード', view: '見せ方',
    key: '会えていない日数と目安の比', none: '状況把握世帯は、まだありません', noneHow: '世帯のページの「次の段階へ」から、理由・見守り役・きっかけ・見直す日をそろえて登録します。', noneFound: 'この条件の世帯はありません', undo: '条件を解く',
    columns: { title: '世帯', tier: '注意度', days: '会えていない', last: '最後の確認', contact: '最後の連絡', next: '次の予定', reason: '理由', triggers: 'きっかけ', watchers: '見守る人', review: '見直す日', since: '登録した日', changed: '前回の会議から', area: '圏域', due: '確認の期限', over: 'こえた日数', tasks: '残っている対応事項', tasksDue: 'いちばん近い期日' },
    sort: (column: string) => `${column}で並べる`, lastDirect: (day: string) => `最後 ${day}`, noTrigger: 'なし', passed: '過ぎています', left: (n: number) => `あと ${n}日`, boards: { over: '超過', near: '近い', in: '期限内' } as Record<string, string>, file: (day: string, n: number) => `状況把握世帯-${day}-第${n}号`,
    paper: '状況把握世帯 進捗一覧', printed: (center: string, when: string, name: string) => `取扱注意　${center}　${when}現在　印刷：${name}`, shown: (n: number, all: number) => (n === all ? `${all}世帯` : `${all}世帯のうち${n}世帯`), open: (n: number) => (n ? `${n}件` : 'なし'), until: (day: string) => `${day}まで`, sinceOf: (day: string) => `${day}の会議から`, narrowed: (words: string) => `しぼりこみ：${words}`,
    exportHow: '名前の入ったファイルです。庁内の決まった場所に置き、終わったら消してください。だれがいつ書き出したかは、監査の記録に残ります。', fileColumns: { id: '世帯コード' },
  },
} as const;
