/** Who can be given a sheet on a device: everybody whose work needs content (server/scope/rules.py). Pure. */
const NEVER = new Set(['vault', 'recovery', 'administrator', 'bureau', 'auditor']);

export const mayReceive = (role: string): boolean => !NEVER.has(role);
