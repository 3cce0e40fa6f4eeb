/** Whether what a person agreed to, a version of the plan or a look back on it can be folded. Twin of server/casework/readable_agreed.py. */
type Shape = Record<string, unknown>;

export const hasTexts = (value: Shape, ...names: string[]): boolean => names.every((name) => typeof value[name] === 'string');
export const hasLists = (value: Shape, ...names: string[]): boolean => names.every((name) => Array.isArray(value[name]) && (value[name] as unknown[]).every((one) => typeof one === 'string'));
export const orNone = (value: Shape, ...names: string[]): boolean => names.every((name) => value[name] === undefined || value[name] === null || typeof value[name] === 'string');
export const isMap = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isConsent = (value: unknown): boolean =>
  isMap(value) && hasTexts(value, 'person', 'answer', 'method', 'obtained_on', 'by', 'words', 'capacity_note') && hasLists(value, 'purposes', 'data', 'orgs') && orNone(value, 'proxy', 'until');

const isAction = (value: unknown): boolean => isMap(value) && hasTexts(value, 'what', 'who', 'frequency') && orNone(value, 'to', 'until');

export const isCollaboration = (value: unknown): value is Shape =>
  isMap(value) && hasTexts(value, 'title', 'author', 'as_of', 'wish', 'goal_long', 'goal_short', 'monitor_on', 'reason') && hasLists(value, 'members', 'issues') && orNone(value, 'consent')
  && Array.isArray(value.actions) && value.actions.every(isAction) && [value.outreach, value.participation].every((one) => typeof one === 'boolean');

export const isEvaluation = (value: unknown): boolean => isMap(value) && hasTexts(value, 'on', 'achieved', 'changes', 'person_view', 'next', 'left_issues', 'handover') && orNone(value, 'monitor_on');
