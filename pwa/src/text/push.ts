/** Words about notifications: what is known, and what to do when they do not come. */
import { timeOf } from './when';

export const pushText = {
  title: '知らせの通知',
  standing: {
    off: 'まだ許可されていません。至急の知らせに気づけるよう、許可してください。',
    asking: '許可されています。届くかどうかは、電波のあるときに確かめます。',
    on: '届きます',
    failed: '許可されていますが、通知の登録ができませんでした。電波を確かめて、もう一度押してください。',
    denied: '端末の設定で止められています。設定で、このアプリ（サイト）の通知を「許可」にしてから、もう一度ひらいてください。',
    unsupported: 'このブラウザーでは通知を使えません。Chrome・Firefox・Edge・Safari のどれかでひらいてください。',
    needs_install: '共有ボタンから「ホーム画面に追加」し、そのアイコンからひらくと、通知を受け取れます。',
  },
  without: '通知がなくても、知らせは「要確認」に必ず出ます。',
  inbox: '要確認をひらく',
  lastArrived: (at: string) => `さいごに届いた ${timeOf(at)}`,
  allow: '通知を許可する',
  again: 'もう一度登録する',
  test: '通知を試す',
  tested: {
    waiting: 'この端末に送りました。届くのを待っています…',
    arrived: 'この端末に届きました。画面に出ないときは、端末の「通知」と「集中モード」の設定を確かめてください。',
    silent: '20秒待ちましたが、届いていません。電波と端末の設定を確かめて、もう一度試してください。',
    failed: '送れませんでした。電波を確かめて、もう一度試してください。',
  },
} as const;
