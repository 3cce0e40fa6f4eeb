/** Who may take the records of a household out on paper, as with the lists that leave as a file. Pure. */
const PRINTERS: ReadonlySet<string> = new Set(['coordinator', 'office', 'manager', 'center_head']);

export const mayPrintForms = (role: string): boolean => PRINTERS.has(role);
