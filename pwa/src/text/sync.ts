/** Words about sending, storage and versions of the app. */

export const UPDATE_TEXT = {
  waiting: '新しい版があります',
  apply: '新しい版にする',
  applying: '切り替えています。送っている途中のものがあれば、送り終わってから変わります。',
  afterDrafts: '書きかけを記録するか消すと、切り替えられます。いまはこのまま使えます。',
  screenMissing: 'この画面を読み込めませんでした。電波のある場所で、もう一度開いてください。入力済みの記録は端末に残っています。',
  notFound: 'このページは表示できません。',
  toToday: '今日の画面へ',
};

/** What a failed save says: what happened, and what to do; the text stays on the screen. */
export const STORAGE_TEXT = {
  full: '端末の空きが足りず、保存できませんでした。写真や動画などを整理してから、もう一度保存してください。書いたものはこの画面に残っています。',
  lost: '端末の保存場所につながらず、保存できませんでした。もう一度保存してください。続くときは、書いたものを控えてからアプリをひらき直してください。',
  newer: '別の画面で新しい版のアプリがひらいているため、保存できませんでした。書いたものを控えてから、この画面をひらき直してください。',
  blocked: 'ほかのタブやウィンドウでかさねの古い版がひらいていて、保存できませんでした。それを閉じて、もう一度保存してください。書いたものはこの画面に残っています。',
  stale_head: '別の画面の保存と重なり、保存できませんでした。もう一度保存してください。書いたものはこの画面に残っています。',
  locked: '鍵がかかったため保存できませんでした。鍵をひらいてから、もう一度お試しください。',
  noKey: 'この世帯の鍵がこの端末にないため、保存できませんでした。電波のある場所で「送信状況」の「今すぐ送信」を押してから、もう一度保存してください。書いたものはこの画面に残っています。',
  other: 'まだ保存できていません。もう一度保存してください。書いたものはこの画面に残っています。続くときは、担当者に知らせてください。',
};

/** Title of an unsent record where the household's own name is not known. */
export const UNSENT_TITLE = '世帯の記録';

/** A draft that travels as a note because its device was stopped. */
export const LAST_WORDS_TEXT = {
  head: (started: string) => `【書きかけ】端末が停止されたため、記録になる前に送られました（${new Date(started).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })} から）`,
  whole: '――入力の全体――',
};
