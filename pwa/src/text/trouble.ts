/** Every reason why records do not go out: a few words for the header, what happened, and what to do next. */
import type { SyncStatus } from '../ledger/ledger';

export type TroubleCode = NonNullable<SyncStatus['trouble']>;
export interface TroubleWords { short: string; what: string; next: string }

export const TROUBLE: Record<TroubleCode, TroubleWords> = {
  offline: { short: 'オフライン', what: '電波が届いていません。', next: '記録は端末に保存しています。つながると自動で送ります。' },
  portal: { short: 'Wi-Fiのログインが必要', what: '通信が制限されています。', next: 'Wi-Fiのログイン画面をブラウザーでひらいてログインするか、Wi-Fiを切ってください。記録は端末に残っています。' },
  server: { short: 'センターの応答待ち', what: 'センターのサーバーが応えていません。', next: '少し待つと自動でやり直します。記録は端末に残っています。' },
  session: { short: '鍵のひらき直しが必要', what: 'センターが、この端末の確認をやり直すよう求めています。', next: '「その他」の「鍵をかける」を押し、もう一度ひらいてください。それでも直らないときは担当者に連絡してください。' },
  revoked: { short: '端末の停止', what: 'この端末は停止されました。', next: '担当者に連絡してください。入力済みの記録は、鍵をかけたまま送ります。' },
  storage: { short: '端末に書き込めません', what: '端末の空き容量が足りないか、保存場所に書き込めません。', next: '写真や動画などを整理し、アプリをひらき直してください。画面に入力した内容は、保存できるまで閉じないでください。' },
  evicted: { short: '担当者に連絡が必要', what: '端末の保存領域が消されたか、古い状態にもどされています。このままでは送れません。', next: '未送信の記録があれば救出ファイルを作り、担当者に登録し直しをたのんでください。' },
  generation: { short: '送り直しています', what: 'センターのサーバーが復元されました。', next: '必要な記録を自動で送り直しています。そのままお待ちください。' },
  upgrade: { short: '新しい版が必要', what: 'このアプリの版が古くなりました。', next: '書きかけを保存してから、アプリを閉じてひらき直してください。記録は端末に残っています。' },
};

/** Those a person must do something about; the others pass by themselves. */
const NEEDS_A_PERSON = new Set<TroubleCode>(['portal', 'session', 'revoked', 'storage', 'evicted', 'upgrade']);

export function needsAPerson(code: SyncStatus['trouble']): code is TroubleCode {
  return code !== null && NEEDS_A_PERSON.has(code);
}
