/** The sheets of outreach, as they stand in the address of a household's page. */
const SHEETS = ['relation', 'home', 'judge', 'withdrawn', 'incident'] as const;
export type OutreachSheetName = (typeof SHEETS)[number];

export const isOutreachSheet = (sheet: string | undefined): sheet is OutreachSheetName => (SHEETS as readonly string[]).includes(sheet ?? '');
