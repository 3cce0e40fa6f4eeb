import { expect, it } from 'vitest';
import { withoutPhrase, withPhrase } from './phrases';

it('begins a sentence of its own after what Sato has typed', () => {
  expect(withPhrase('', '顔色はよかった。')).toBe('顔色はよかった。');
  expect(withPhrase('台所に鍋があった', '顔色はよかった。')).toBe('台所に鍋があった。顔色はよかった。');
  expect(withPhrase('台所に鍋があった。', '顔色はよかった。')).toBe('台所に鍋があった。顔色はよかった。');
});

it('takes out its own sentence and nothing else', () => {
  const both = withPhrase(withPhrase('', '玄関先で話した。'), '顔色はよかった。');
  expect(withoutPhrase(both, '玄関先で話した。')).toBe('顔色はよかった。');
});
