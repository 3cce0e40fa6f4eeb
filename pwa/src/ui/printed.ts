/** The foot of every printed page: the editions of the forms and of the manual, and which page of how many it is. */
import { formatEra } from '../casework/calendar';
import { CATALOGUE_VERSION } from '../casework/edition.gen';
import { MANUAL_EDITION, printedText as t } from '../text/printed';

/** 様式 令和8年度版・手引き 令和8年11月版: the forms are those of the catalogue's fiscal year. */
export const editions = (): string => t.foot(t.forms(formatEra(`${CATALOGUE_VERSION.slice(0, 4)}-05-01`, false).replace(/\d+月.*$/, '')), MANUAL_EDITION);

/** A browser that knows no boxes in the margin has the line once, at the end of the paper (Frame). */
export const hasFoot = (): boolean => 'CSSMarginRule' in globalThis;

/** On every page there is. It says nothing of size or margins: of two @page the later one counts, named or not. */
export function footEveryPage(): void {
  if (!hasFoot()) return;
  const sheet = new CSSStyleSheet();
  const letters = 'font-family: sans-serif; font-size: 8pt; color: #333;';
  // A letter that is left at a door is a person's letter: nothing on it says that it comes out of a form.
  const bare = ['letter-a5', 'letter-a6'].map((page) => `@page ${page} { @bottom-left { content: none; } @bottom-right { content: none; } }`).join(' ');
  sheet.replaceSync(`@page { @bottom-left { content: "${editions()}"; ${letters} } @bottom-right { content: counter(page) " / " counter(pages); ${letters} } } ${bare}`);
  document.adoptedStyleSheets.push(sheet);
}
