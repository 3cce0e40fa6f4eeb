/** Words of 本人確認: the factor asked for again over the open book. */

export const STEP_UP_TEXT = {
  title: '本人確認',
  why: 'この操作の前に、使っているのがご本人であることを確かめます。確かめると、5分の間は続けて操作できます。',
  passkey: 'パスキーで確かめる',
  phrase: '合言葉で確かめる',
  asking: '確かめています',
  cancelled: 'パスキーの確認が終わりませんでした。もう一度押してください。',
  offline: '電波が届いていないため、確かめられませんでした。つながってから、もう一度お試しください。',
  failed: '確かめられませんでした。少し待ってから、もう一度お試しください。',
};
