/** Words of その他. */
export const moreText = {
  title: 'その他', state: '端末と通知', sync: '送信状況', store: '端末の保存', display: '表示', theme: '明るさ', text: '文字の大きさ', privacy: '名前をかくす（プライバシー表示）', privacyHow: '一覧や見出しの名前を、はじめの1文字だけにします。外で画面を見せるときに使います。', lock: '鍵をかける', lockHow: '書きかけは保存されたまま、もう一度ひらくまで誰も見られません。', version: '版', me: '使っている人', device: '端末の番号', devices: '端末の管理', center: 'センターの今日', review: '記録の確認',
  themes: { system: '端末に合わせる', light: '明るい', dark: '暗い' } as Record<string, string>, sizes: { usual: 'ふつう', large: '大きい', larger: 'もっと大きい', largest: 'とても大きい' } as Record<string, string>,
  kept: { yes: '守られています（自動では消されません）', no: '空きが足りなくなると、消されることがあります', ask: '消されないようにする' },
} as const;
