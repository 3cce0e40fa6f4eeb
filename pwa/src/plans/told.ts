/** What may stand on a paper that goes to the person: nothing that has only a basis of 法106条の6. Pure. */
import type { ItemEntry, MinutesEntry } from '../casework/conference-records';
import { momentMs } from '../casework/calendar';
import type { HouseholdState, Instant, Uuid } from '../casework/records';

/** So many characters in a row are no chance. */
const RUN = 15;

/** An item of 重層的支援会議 that was never one of a 支援会議. */
export const mayBeTold = ({ about, unconsented }: ItemEntry): boolean => about.basis === 'consent' && !unconsented && !about.withdrawn;

/** What was said of an item and approved, where the person may hear it. */
export function toldMinutes({ items }: Pick<HouseholdState, 'items'>, id: Uuid | undefined): { item: ItemEntry; minutes: MinutesEntry | null } | null {
  const item = items.find((one) => one.id === id);
  if (!item || !mayBeTold(item)) return null;
  return { item, minutes: item.minutes.findLast(({ approved }) => approved) ?? null };
}

const bare = (text: string): string => text.normalize('NFKC').replace(/[\s、。・「」『』（）()]/g, '');

/** The runs of what was written on a basis of 法106条の6 alone, and nowhere with the person's yes; `before` a version was kept, or, for one that is being written, ever. */
export function secretsOf({ items }: Pick<HouseholdState, 'items'>, before: Instant | null): ReadonlySet<string> {
  const runs = (entry: ItemEntry) => {
    const early = (at: Instant) => before === null || momentMs(at) < momentMs(before);
    return [...(early(entry.at) ? [entry.about.question] : []), ...entry.minutes.filter(({ at }) => early(at)).map(({ text }) => text)].flatMap(runsOf);
  };
  const open = new Set(items.filter(mayBeTold).flatMap(runs));
  return new Set(items.filter((one) => !mayBeTold(one) && (one.unconsented || one.about.basis !== 'consent')).flatMap(runs).filter((run) => !open.has(run)));
}

function runsOf(text: string): string[] {
  const plain = [...bare(text)];
  return plain.length < RUN ? [] : plain.slice(RUN - 1).map((_, n) => plain.slice(n, n + RUN).join(''));
}

export const tellsSecret = (text: string, secrets: ReadonlySet<string>): boolean => secrets.size > 0 && runsOf(text).some((run) => secrets.has(run));
