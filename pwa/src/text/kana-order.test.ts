import { expect, test } from 'vitest';
import { inKanaOrder } from './kana-order';

test('names stand in the order of the syllables, whatever the script and the voicing', () => {
  const names = ['やまだ', 'ガキ', 'かく', 'かき', 'ﾜﾀﾅﾍﾞ', 'きゃく', 'きやく', 'さとう', 'さどう', ''];
  expect([...names].sort(inKanaOrder)).toEqual(['', 'かき', 'ガキ', 'かく', 'きやく', 'きゃく', 'さとう', 'さどう', 'やまだ', 'ﾜﾀﾅﾍﾞ']);
});

test('the collator of the browser agrees wherever it tells names apart', () => {
  const { compare } = new Intl.Collator('ja');
  const names = ['いとう', 'いどう', 'うえだ', 'おおの', 'おの', 'かとう', 'がとう', 'しみず', 'すずき', 'たなか', 'だて', 'てらだ', 'にしむら', 'はしもと', 'ばば', 'ひらの', 'もり', 'わだ'];
  expect([...names].sort(inKanaOrder)).toEqual([...names].sort(compare));
});
