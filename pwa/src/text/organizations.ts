/** Words of 相談先: where to lead a person, and how the list is kept right. */
export const organizationText = {
  title: '相談先', lead: (n: number) => `${n}か所`, search: '名前・かな・困りごと・電話でさがす', filters: '分野でしぼる', area: '地域', everywhere: '近い順にすべて', wholeCity: '京都市全体', undo: '条件を解く',
  shelves: { city: '京都市全体', elsewhere: 'ほかの区・支所' } as Record<string, string>, count: (n: number) => `${n}か所`, more: (n: number) => `続きを表示（${n}）`,
  none: 'この条件の相談先はありません', noneHow: 'ことばを短くするか、しぼりこみを解いてください。', empty: '相談先は、まだ届いていません', emptyHow: 'センターにつながると、ここに届きます。一度届けば、圏外でも見られます。', bare: '相談先は、まだ登録されていません', bareHow: 'センターの職員が「新しい相談先」から加えると、ここに出ます。',
  gone: 'この相談先は、いまの一覧にありません', goneHow: 'ほかの人が終わりにしたか、まだこの端末に届いていません。', goneDrop: '書きかけを消す', goneClose: '一覧を見る',
  failed: '相談先を読めませんでした', failedHow: 'アプリを開き直してください。記録は、この端末に残っています。',
  heard: (when: string) => `${when} に受け取った一覧`, offline: '圏外でも、この一覧は使えます',
  callTo: (name: string, number: string) => `${name}に電話をかける ${number}`, open: 'ページを開く', openOf: (name: string) => `${name}のページを開く（別の画面）`,
  detail: 'くわしく', target: '対象', hours: '受付', address: '所在地', others: 'ほかの電話', notes: '職員のメモ', checked: '確認', hidden: '職員だけ',
  checkedAgo: (days: number) => (days === 0 ? '今日確認' : `${days}日前に確認`), checkedBy: (name: string) => `${name}さん`, stale: '確認が古い', staleHow: '電話やページで、いまも合っているか確かめてください。',
  old: (n: number) => `確認が古い相談先 ${n}か所`, oldHow: '180日以上、だれも見直していません。内容を確かめたら「確認した」を押してください。変わっていたら直してください。', check: '確認した', checkOf: (name: string) => `${name}を確認した`, checkDone: '確認した日を、今日にしました', edit: '直す', editOf: (name: string) => `${name}を直す`, add: '新しい相談先',
  household: '相談先をさがす',
  sheet: {
    newTitle: '新しい相談先', editTitle: '相談先を直す', lead: (place: string) => `${place}の相談先として載ります。だれがいつ直したかは残ります。`, name: '名前', kana: 'ふりがな', kanaHint: 'ひらがなかカタカナで', kind: '種別', fields: '分野', fieldsHint: 'あてはまるものすべて', target: 'どんな方のためか', targetHint: '例：65歳以上の方と、そのご家族',
    where: '広さ', near: '学区など、身近な圏域だけ', area: '学区などの名前', areaHint: '例：紫野・鳳徳',
    tels: '電話', tel: (n: number) => (n === 0 ? '主な電話番号' : `電話番号 ${n + 1}`), telHint: '例：075-000-0101', telLabel: (n: number) => (n === 0 ? '主な電話の呼び名' : `電話番号 ${n + 1}の呼び名`), telLabelHint: '例：代表、夜間、ファクス', addTel: '電話を足す', dropTel: (n: number) => `電話番号 ${n + 1}を消す`,
    url: 'ページのアドレス', urlHint: 'https:// で始まるもの', hours: '受付時間', hoursHint: '例：平日 9時から17時', address: '所在地', notes: '職員のメモ', notesHint: '職員だけが見ます。個人のことは書かないでください', isPublic: '市のページにも載せる', isPublicHow: '載せると、だれでも見られる一覧にも出ます（メモは出ません）。',
    checked: 'すべての欄を、いま確かめた', checkedHow: '選ぶと、確認した日が今日になります。', save: '保存する', saved: '相談先を保存しました', nothing: 'まだ変えた欄がありません。変えないときは「とじる」を押してください。',
    end: 'この相談先を終わりにする', endHow: '閉じた窓口や、もう案内しないところに使います。どの一覧からも消えます。書かれていた内容は残ります。', endDo: '終わりにする', ended: '相談先を終わりにしました',
    overtaken: (fields: string) => `ほかの人が先に直しました。重なった欄：${fields}。あなたの書いた内容を残しています。確かめて、もう一度「保存する」を押してください。`, merged: 'ほかの人が先に直しました。重なった欄はありません。確かめて、もう一度「保存する」を押してください。',
  },
  fieldNames: { name: '名前', kana: 'ふりがな', kind: '種別', fields: '分野', target: 'どんな方のためか', center: '地域', near: '広さ', area_name: '学区などの名前', tels: '電話', url: 'ページのアドレス', hours: '受付時間', address: '所在地', notes: '職員のメモ', is_public: '市のページ' } as Record<string, string>,
  errors: {
    name: '名前を書いてください', kana: 'ふりがなを、ひらがなかカタカナで書いてください', kind: '種別を選んでください', fields: '分野を1つ以上選んでください', area: '学区などの名前を書いてください', tel: '電話番号を書いてください', telShape: '電話番号の形になっていません。市外局番から書いてください', telTwice: '同じ電話番号が、上にもあります',
    url: 'https:// で始まるページのアドレスを書いてください', long: (n: number) => `${n}文字までにしてください`,
  },
  problem: 'できませんでした。少し待ってから、もう一度お試しください。', offlineAct: 'オフラインのため、できませんでした。つながってから、もう一度お試しください。書きかけは残っています。',
  problems: {
    organization_changed: 'ほかの人が先に直しました。いまの内容を確かめてから、もう一度お試しください。', organization_ended: 'この相談先は、ほかの人が終わりにしました。', not_allowed: 'この相談先を直せるのは、その地域のセンターの職員です。市全体のものは、保健福祉局が直します。', not_found: 'この相談先は見つかりません。一覧を開き直してください。',
    wrong_value: '使えない内容の欄があります。電話・ページ・ふりがなを見直してください。', missing_field: '書かれていない欄があります。',
  } as Record<string, string>,
} as const;
