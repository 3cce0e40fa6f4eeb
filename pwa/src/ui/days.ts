/** How long ago against how long is allowed: the state, the share and the words of every day bar and ring. */
import { daysSince as daysBetween } from '../casework/calendar';
import { ja } from '../text/ja';

export interface Days { days: number | null; limit: number | null; share: number; state: 'in' | 'near' | 'over'; word: string; rest: string }

/** Near begins at 80 % of the limit, over the day after it. `lastAt` null means never: that is over at once. */
export function daysSince(lastAt: string | null, limit: number | null, now: Date): Days {
  if (lastAt === null) return { days: null, limit, share: limit === null ? 0 : 1.5, state: limit === null ? 'in' : 'over', word: ja.days.never, rest: '' };
  const days = daysBetween(lastAt, now);
  if (limit === null) return { days, limit, share: 0, state: 'in', word: ja.days.count(days), rest: '' };
  const share = days / limit;
  const state = days > limit ? 'over' : share >= 0.8 ? 'near' : 'in';
  return { days, limit, share, state, word: ja.days.count(days), rest: restOf(limit - days) };
}

function restOf(left: number): string {
  if (left === 0) return ja.days.today;
  return left < 0 ? ja.days.over(-left) : ja.days.left(left);
}
