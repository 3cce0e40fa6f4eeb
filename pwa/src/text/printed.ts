/** What stands in the foot of every printed page: of which edition the guidance and the forms are. */

/** Raised with every change of the manual (text/manual.ts). */
export const MANUAL_EDITION = '令和8年11月版';

export const printedText = {
  foot: (forms: string, manual: string) => `様式 ${forms}・手引き ${manual}`, forms: (year: string) => `${year}度版`,
};
