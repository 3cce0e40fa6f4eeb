/** Whether a mark of 支援措置 can be folded. Twin of server/casework/readable_protection.py. */
import { hasLists, hasTexts, isMap } from './readable-agreed';

export const isProtection = (value: unknown): boolean =>
  isMap(value) && hasTexts(value, 'since', 'until', 'basis', 'called', 'told') && hasLists(value, 'persons')
  && Array.isArray(value.people) && value.people.every((one: unknown) => isMap(one) && hasTexts(one, 'staff', 'name', 'basis'));
