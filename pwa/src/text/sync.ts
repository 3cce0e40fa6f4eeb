/** Words about sending, storage and versions of the app. */

export const UPDATE_TEXT = {
  waiting: '新しい版があります',
  apply: '新しい版にする',
  afterDrafts: '書きかけを記録するか消すと、切り替えられます。いまはこのまま使えます。',
  screenMissing: 'この画面を読み込めませんでした。電波のある場所で、もう一度開いてください。入力済みの記録は端末に残っています。',
  notFound: 'このページは表示できません。',
  toToday: '今日の画面へ',
};

/** What a failed save says; the text stays on the screen. */
export const STORAGE_TEXT = {
  full: '端末の空き容量が足りず、保存できませんでした。写真や動画などを整理してから、もう一度「保存」を押してください。入力した内容はこの画面に残っています。',
  lost: '端末の保存場所に書き込めませんでした。もう一度「保存」を押してください。入力した内容はこの画面に残っています。',
  locked: '鍵がかかったため保存できませんでした。鍵をひらいてから、もう一度お試しください。',
  noKey: 'この世帯の鍵がまだ届いていません。電波のある場所で「今すぐ送信」を押してください。',
};

/** Title of an unsent record where the household's own name is not known. */
export const UNSENT_TITLE = '世帯の記録';

/** A draft that travels as a note because its device was stopped. */
export const LAST_WORDS_TEXT = {
  head: (started: string) => `【書きかけ】端末が停止されたため、記録になる前に送られました（${new Date(started).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })} から）`,
  whole: '――入力の全体――',
};
