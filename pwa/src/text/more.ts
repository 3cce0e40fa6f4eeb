/** Words of その他. */
export const moreText = {
  title: 'その他', work: '支援のしごと', office: 'センター', learn: '使いかた', state: '端末と通知', sync: '送信状況', store: '端末の保存', display: '表示', theme: '明るさ', text: '文字の大きさ', privacy: '名前をかくす（プライバシー表示）', privacyHow: '一覧や見出しの名前を、はじめの1文字だけにします（1文字の名字は○）。記録の文の中の名前は、かくれません。', lock: '鍵をかける', lockHow: '鍵をかけても、書きかけは残ります。もう一度ひらくまで、だれにも見えません。', version: 'アプリの版', me: '使っている人', device: '端末の番号', devices: '端末の管理', held: '保留された記録・救出ファイル', center: 'センターの今日', review: '記録の確認', transfers: '引き継ぎ', lead: 'つなぎ先をさがす', organizations: '相談先', organizationsHow: '電話・時間・対象。圏外でも見られます',
  themes: { system: '端末に合わせる', light: '明るい', dark: '暗い' } as Record<string, string>, sizes: { usual: 'ふつう', large: '大きい', larger: 'もっと大きい', largest: 'とても大きい' } as Record<string, string>,
  refusedKeys: (count: number) => `受け取らなかった鍵 ${count}件`, refusedKeysHow: '渡す資格のない端末からの鍵だったため、使っていません。センターの担当者に伝えてください',
  kept: '守られています（自動では消されません）',
} as const;
