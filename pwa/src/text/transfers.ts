/** Words of 引き継ぎ: asking, answering, and the list of April. */
export const transferText = {
  title: '引き継ぎ', lead: (n: number) => `返事を待つもの ${n}件`,
  mine: '引き受けの依頼', mineHow: '引き受けるまで、世帯はいまの担当のままです。世帯のお名前は、引き受けたあとに見られます。', noMine: '引き受けの依頼はありません',
  ours: 'こちらから頼んだもの', noOurs: '返事を待っている引き継ぎはありません', decided: '決まったもの（60日以内）',
  from: (name: string) => `いまの主担当 ${name}`, by: (name: string, when: string) => `${name}さんから・${when}`, fromCenter: (center: string) => `${center}の世帯`, withinOne: '世帯の引き継ぎ',
  to: (name: string) => `${name}さんへ`, toCenter: (center: string) => `${center}へ`, unknown: 'いまは見られない世帯', late: '3日をすぎています', since: (when: string) => `${when} から`,
  states: { asked: '返事を待っています', accepted: '引き受けました', declined: '今回は引き受けられません', withdrawn: '取り消しました' } as Record<string, string>, decidedBy: (state: string, name: string, when: string) => `${state}・${name}さん・${when}`,
  answer: '返事をする', accept: '引き受ける', acceptAll: (n: number) => `${n}件すべて引き受ける`, accepted: '引き受けました。記録は、まもなく届きます', acceptedAll: (n: number) => `${n}件を引き受けました`, someLeft: (n: number) => `${n}件は、まだ返事ができていません`,
  cannot: '引き受けられない', withdraw: '取り消す', withdrawn: '引き継ぎを取り消しました。担当は、いまのままです', declined: '返事を送りました。担当は、いまのままです',
  reason: 'わけ', reasonHow: 'くわしいことは、頼んだ方に電話などで直接伝えてください。ここには残りません。', reasonError: 'わけを選んでください',
  reasons: { full: 'いまの担当の数では、むずかしい', another_person: 'ほかの担当者が合っている', another_center: 'このセンターの世帯ではない', talk_first: '先に話したい' } as Record<string, string>,
  sheet: { title: '引き継ぎへの返事', how: '引き受けると、世帯の記録がこのセンターへ移ります。前のセンターの端末からは消えます。', yes: '引き受ける', no: '今回は引き受けられない', choose: 'どうしますか', chooseError: 'どちらかを選んでください', lead: '新しい主担当', leadError: '主担当になる方を選んでください', send: '返事を送る' },
  home: {
    title: '担当の引き継ぎ', open: 'この世帯を引き継ぐ', waiting: (to: string) => `${to}引き継ぎを頼んでいます`, waitingHow: (name: string, when: string) => `${name}さんが ${when} に頼みました。返事があるまで、担当はいまのままです。`,
    lead: '引き継ぎを頼みます。相手が引き受けるまで、担当はいまのままです。引き受けたあと、前の担当者の端末からはこの世帯の記録が消えます。', where: 'だれに頼みますか', here: 'このセンターの人に', elsewhere: 'ほかのセンターに', person: '引き継ぐ相手', center: '引き継ぐセンター', centerHow: '新しい主担当は、引き受けるセンターが決めます。', ask: '引き継ぎを頼む', asked: '引き継ぎを頼みました', whereError: 'だれに頼むかを選んでください', personError: '相手を選んでください', centerError: 'センターを選んでください', leaving: (day: string) => `（${day}まで）`, offline: 'オフラインのため、相手の一覧を見られません。つながると選べます。書きかけは残っています。',
  },
  today: { title: '引き継ぎの依頼', how: '引き受けるまで、いまの担当者が続けて担当しています。', see: (n: number) => `引き継ぎ ${n}件に返事をする`, none: '返事を待つ引き継ぎはありません', wait: '引き継ぎを確かめています', offline: 'オフラインのため、引き継ぎは確かめられません' },
  offline: 'オフラインのため、新しい引き継ぎは見られません', offlineHow: 'つながると表示します。', failed: '引き継ぎを読めませんでした', failedHow: '少し待ってから「読み直す」を押してください。', again: '読み直す',
  problem: 'できませんでした。少し待ってから、もう一度お試しください。', offlineAct: 'オフラインのため、できませんでした。つながってから、もう一度お試しください。',
  problems: {
    keys_not_ready: 'この世帯の鍵の準備が、まだ終わっていません。何も変わっていません。少し待ってから、もう一度お試しください。', nobody_to_receive: 'そのセンターには、引き受けを決められる方がいません。管理者に知らせてください。担当はいまのままです。', same_lead: 'その方が、すでに主担当です。',
    transfer_decided: 'この引き継ぎは、ほかの人がすでに決めました。読み直してください。', transfer_open: 'この世帯には、返事を待っている引き継ぎがあります。', transfer_invalid: '署名を確かめられませんでした。アプリを開き直してから、もう一度お試しください。', not_allowed: 'この操作を行う権限がありません。', not_found: 'この世帯は、いまは引き継げません。担当から外れたか、すでに移っています。', wrong_value: '選んだ方には引き継げません。所属や退職の日を確かめてください。',
  } as Record<string, string>,
} as const;

/** Words of the list of April: out to a spreadsheet, back in, looked at, then asked one by one. */
export const aprilText = {
  title: '一覧でまとめて引き継ぐ', how: '4月の異動などで、多くの世帯を一度に引き継ぐときに使います。一覧を書き出し、表計算ソフトで最後の列に新しい担当を書いて、読み込みます。読み込んだだけでは何も変わりません。',
  step1: '1　一覧を書き出す', exportHow: (n: number) => `このセンターの${n}世帯の、呼び名・住所・主担当を書き出します。名前と住所が入ったファイルです。庁内の決まった場所に置き、終わったら消してください。だれがいつ書き出したかは、監査の記録に残ります。`, export: '一覧をCSVで', exported: '一覧を書き出しました', nothing: '書き出す世帯がありません', fileName: (day: string, n: number) => `世帯一覧-${day}-第${n}号`,
  step2: '2　新しい担当を書く', fillHow: '「新しい担当」の列に、職員の氏名（同じ名前の方がいるときは職員コード）か、ほかのセンターの名前を書きます。変えない世帯は空けておきます。列の順番や、ほかの列は変えても読み込めますが、「世帯コード」は残してください。',
  step3: '3　読み込んで確かめる', choose: 'CSVを選ぶ', fileHow: '表計算ソフトで保存したCSVを選びます。文字の形式は、自動で見分けます。', again: '別のファイルを選ぶ',
  files: { empty: 'このファイルには、世帯の行がありません。', header: '「世帯コード」と「新しい担当」の列が見つかりません。書き出した一覧の1行目を残して、保存し直してください。', encoding: 'このファイルの文字を読めませんでした。表計算ソフトで開き、CSVの形で保存し直してください。', big: 'このファイルは大きすぎます。5,000行までに分けてください。', quote: '「"」で始まったままの欄があり、どこまでが1行かわかりません。表計算ソフトで開いて、保存し直してください。' } as Record<string, string>,
  dry: (n: number) => `引き継ぐ世帯 ${n}件`, dryHow: 'まだ何も変わっていません。内容を確かめてから、下の「この内容で引き継ぐ」を押してください。', unclear: (n: number) => `このままでは引き継げない行 ${n}件`, unclearHow: 'これらの行には、何もしません。CSVを直して、読み込み直せます。', same: (n: number) => `変わらない世帯 ${n}件`, blank: (n: number) => `空けてある行 ${n}件`, ready: (n: number) => `引き継げる世帯はありません（${n}行を読みました）`,
  row: (n: number) => `${n}行目`, household: '世帯', nowLead: 'いまの主担当', next: '新しい担当', result: '結果', why: 'わけ', none: 'なし', noTitle: '（この端末にない世帯）',
  whys: {
    no_id: '世帯コードがありません', not_here: 'この世帯は、このセンターの一覧にありません', twice: '同じ世帯が、前の行にもあります', unknown: 'この名前の職員もセンターも見つかりません', two_people: '同じ名前の方がいます。職員コードで書いてください', left: '退職・異動した方です', leaving: '退職・異動が決まっている方です', cannot_lead: '主担当になれない方です', waiting: '返事を待っている引き継ぎがあります', own_center: 'このセンターの世帯です。職員の氏名を書いてください', columns: '列の数が1行目と合いません',
  } as Record<string, string>,
  do: 'この内容で引き継ぐ', doHow: (n: number) => `${n}件を、順に頼みます。相手が引き受けるまで、担当はいまのままです。`, goOn: '続きから', running: (done: number, all: number) => `${all}件のうち ${done}件を頼みました`, stopped: '途中で止まりました', stoppedHow: (left: number) => `残り ${left}件は、まだ頼んでいません。この画面を閉じても、「続きから」で再開できます。同じ世帯を2度頼むことはありません。`,
  done: (n: number) => `${n}件を頼みました`, failed: (n: number) => `頼めなかった世帯 ${n}件`, asked: '頼みました', already: 'すでに主担当です', results: '結果をCSVで', resultFile: (day: string) => `引き継ぎの結果-${day}.csv`, finish: 'この一覧を終える', finishHow: '終えると、この一覧は端末から消えます。頼んだ引き継ぎは「引き継ぎ」で見られます。', toList: '引き継ぎの一覧へ', pause: 'いったん止める',
  columns: { row: '行', id: '世帯コード', no: '世帯番号', title: '世帯', address: '住所', lead: 'いまの主担当', lead_id: 'いまの主担当の職員コード', next: '新しい担当' },
  denied: 'まとめての引き継ぎは、連携支援ケースワーカーか課長が行います',
} as const;
