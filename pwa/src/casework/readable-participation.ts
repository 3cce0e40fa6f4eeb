/** Whether a wish, a match, a step of it or a follow-up can be folded. Twin of server/casework/readable_participation.py. */
import { hasLists, hasTexts, isMap, orNone } from './readable-agreed';

export const isWish = (value: unknown): boolean =>
  isMap(value) && hasTexts(value, 'person', 'want', 'avoid', 'when', 'often', 'distance', 'people', 'said_on', 'ended') && hasLists(value, 'kinds', 'times');
export const isMatch = (value: unknown): boolean => isMap(value) && hasTexts(value, 'wish', 'resource', 'name', 'org', 'on', 'note') && orNone(value, 'staff');
export const isMatchStep = (value: unknown): boolean => isMap(value) && hasTexts(value, 'to', 'on', 'companion', 'reason', 'result') && hasLists(value, 'tells');
export const isFollow = (value: unknown): boolean => isMap(value) && hasTexts(value, 'on', 'result', 'words') && Number.isInteger(value.months) && (value.months as number) >= 1;
