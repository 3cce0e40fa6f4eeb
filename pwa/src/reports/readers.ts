/** Who may see what a whole center did: those who see every household of it anyway. */
const READERS: ReadonlySet<string> = new Set(['coordinator', 'office', 'manager', 'center_head']);

export const mayReport = (role: string): boolean => READERS.has(role);
