/** Sentences a thumb writes: each begins where the last one ended and can be taken out again. Pure. */

const ENDS = /[。！？」\n\s]$/;

export function withPhrase(text: string, phrase: string): string {
  return text === '' || ENDS.test(text) ? `${text}${phrase}` : `${text}。${phrase}`;
}

export function withoutPhrase(text: string, phrase: string): string {
  return text.replace(phrase, '');
}
