/** Words of 複合課題共通シート: the draft, whom it is given to, and what became of it. */
export const sheetText = {
  title: '共通シート', whole: '複合課題共通シート', version: (n: number) => `第${n}版`,
  section: {
    none: '分野をまたぐ困りごとを、ほかの機関と同じ紙で話し合えます', write: '共通シートを書く', revise: '次の版を書く', draft: '下書きがあります', to: (n: number) => `${n}か所に渡しました`, opened: (n: number) => `${n}か所が開きました`,
    elsewhere: 'この端末には届いていません', by: (name: string, when: string) => `${name}・${when}`,
  },
  fields: {
    tried: '試したこと', sticking_point: '困っている点', wish: '本人の意向', consent_state: '同意の状況', consent_note: '同意について、伝えておくこと', asked_of: '求める協力', urgency_note: '急ぐわけ',
    members: '世帯構成', involved: '既に関わる機関', issues: '課題',
  } as Record<string, string>,
  issue: (field: string) => `課題（${field}）`,
  hints: {
    issues: '関わりのある分野だけでかまいません。見たことと聞いたことを分けて', tried: 'だれが、いつ、何をして、どうだったか', sticking_point: 'だれが、何を決められずにいるか', wish: '本人のことばで。聞けていなければ「まだ聞けていない」と', asked_of: 'どの機関に、何を、いつまでに', urgency_note: '急がなければ書きません', consent_note: '見せてよいと言われた範囲、伝えていないことなど',
  },
  write: {
    lead: '書いたことは、渡すまで世帯の下書きです。', issues: '分野ごとの課題', rest: '経過とこれから', page: '渡すときの1枚', save: '下書きを残す', kept: '下書きを残しました', share: '渡す相手を選ぶ', nothing: '変わったところがありません', empty: 'まだ書かれていません', notYours: 'あなたの役割では、共通シートを書けません。', latest: (n: number) => `いまの版は第${n}版です。渡した版は変わりません。直したことは次の版になります。`, shareEmpty: '課題か困っている点を、先に書いてください',
  },
  share: {
    title: '共通シートを渡す', lead: (n: number) => `第${n}版として渡します。渡した版は、あとから変えられません。`, whom: (n: number) => `渡す相手 ${n}`, who: 'だれに', other: 'ほかの機関・地域の方（紙で渡す）', agency: '機関や人の名前', agencyHint: '例：○○診療所 相談室、民生委員の方', basis: '渡してよい根拠', word: '渡すわけ', wordHint: 'この相手に渡すのは、なぜですか', add: '渡す相手を足す', remove: 'この相手を外す',
    goes: 'のせるもの', goesHow: '触れると、のせる・のせないが変わります', stays: 'のらないもの', staysHow: '住所・電話・訪問の記録・写真・メモ・注意は、渡しません。世帯の記録は、渡した相手には開けません。', preview: '渡す1枚', save: 'この版を渡す', kept: (n: number) => `第${n}版を渡しました`, most: (n: number) => `端末で受け取る相手は、ひとつの版で${n}人までです`,
    errors: { who: 'だれに渡すかを選んでください', agency: '機関や人の名前を書いてください', basis: '根拠を選んでください', word: '渡すわけを書いてください', twice: '同じ相手が、もうひとつあります', most: '端末で受け取る相手が多すぎます' } as Record<string, string>,
  },
  page: {
    of: (n: number) => `第${n}版`, asOf: (when: string) => `${when} 時点`, by: (name: string) => `渡した人　${name}`, print: '印刷', to: '渡した相手', basis: '根拠', word: 'わけ', household: '世帯のページへ', notHere: 'この共通シートは、この端末では開けません。あなた宛てではないか、まだ届いていません。', toList: '共通シートの一覧へ',
    opened: (name: string, when: string) => `${name}さんが ${when} に開きました`, handed: (name: string, when: string) => `${name}さんが ${when} に紙で渡しました`, unopened: 'まだ開いていません', unhanded: 'まだ渡していません', onPaper: '紙で渡す', hand: '紙で渡したことを残す', note: '返事を書き留める', answer: '返事をする', again: '返事を直す', seen: '開いたことは、渡した人に伝わっています。',
    yes: 'わかりました', no: 'うちではむずかしい', said: (what: string, when: string) => `返事：${what}（${when}）`, noAnswer: '返事はまだありません', differs: '世帯の記録にある控えと、届いた内容が合っていません。渡した人に確かめてください。', asked: '返事を求められています', frozen: '渡した版は変わりません。あとから書き直そうとした記録が残っています。',
    end: 'もう見られないようにする', endAsk: (name: string) => `${name}さんは、この版を開けなくなります`, endNo: 'やめる', ended: 'もう見られないようにしました', endFailed: 'つながっているときに、もう一度試してください。',
  },
  diff: { show: '前の版とのちがい', from: (n: number) => `第${n}版から変わったところ`, none: '前の版から変わったところはありません', add: '追加', cut: '削除', first: 'あなたに届いた、はじめての版です' },
  hand: { title: '紙で渡したことを残す', lead: (name: string) => `${name}に`, note: 'だれに、どう渡したか', noteHint: '例：受付の方に手渡し、郵送', save: '残す', kept: '紙で渡したことを残しました', error: 'だれに、どう渡したかを書いてください' },
  reply: { title: '返事をする', lead: '渡した人と、この版を受け取った人が読めます。', of: (name: string) => `${name}からの返事`, which: 'どうしますか', note: 'ひとこと', noteHint: 'いつ、何ができるか', why: 'むずかしいわけ', whyHint: '代わりに頼めそうなところがあれば、それも', save: '返事を残す', kept: '返事を残しました', errors: { which: 'どちらかを選んでください', why: 'わけを書いてください' } },
  list: { received: '届いたもの', given: '渡したもの', none: '共通シートは、まだありません', noneHow: '世帯のページの「共通シート」から書けます。あなたに渡されたものも、ここに届きます。', from: (name: string) => `${name}さんから`, unread: 'まだ開いていません', unanswered: '返事がまだです', answered: '返事をしました', counts: (opened: number, all: number) => `${all}か所のうち ${opened}か所が開きました`, refused: (n: number) => `${n}か所から「むずかしい」との返事` },
  today: { title: '共通シートが届きました', answer: '返事を求められています', from: (name: string, when: string) => `${name}さんから・${when}` },
} as const;
