/** One row a household: those merged away are counted under the one that stays, and nothing of theirs is forgotten. Twin of server/casework/gathered.py. */
import { momentMs } from './calendar';
import { firstOf, isAfter } from './fold-consultations';
import { compareText } from './order';
import { searchKey } from './search';
import { NAMELESS } from './summary';
import type { Instant, PersonClock, Summary, Uuid } from './records';

/** Merged household → where it went. In a ring the latest merge is void, on every device the same one. */
export function linksOf(rows: readonly Summary[]): Map<Uuid, Uuid> {
  const merged = new Map(rows.flatMap((row) => (row.merged_into ? [[row.bucket, row.merged_into] as const] : [])));
  const links = new Map([...merged].map(([bucket, into]) => [bucket, into.household]));
  const later = (a: Uuid, b: Uuid) => momentMs(merged.get(a)!.at) - momentMs(merged.get(b)!.at) || compareText(merged.get(a)!.merge, merged.get(b)!.merge);
  for (const bucket of merged.keys()) {
    const path: Uuid[] = [];
    let at: Uuid | undefined = bucket;
    while (at !== undefined && links.has(at) && !path.includes(at)) {
      path.push(at);
      at = links.get(at);
    }
    const ring = at !== undefined && path.includes(at) ? path.slice(path.indexOf(at)) : [];
    if (ring.length) links.delete(ring.reduce((last, one) => (later(one, last) > 0 ? one : last)));
  }
  return links;
}

/** The household that stands for this one now: itself, when it was not merged. */
export function stays(links: ReadonlyMap<Uuid, Uuid>, bucket: Uuid): Uuid {
  let at = bucket;
  for (let next = links.get(at); next !== undefined; next = links.get(at)) at = next;
  return at;
}

/** The row under which something of this household is shown; its own where the other is not on this device. */
export function standingFor(rows: readonly Summary[], bucket: Uuid): Summary | undefined {
  const goal = stays(linksOf(rows), bucket);
  return rows.find((row) => row.bucket === goal) ?? rows.find((row) => row.bucket === bucket);
}

/** A household whose surviving one is not here stays closed in the list, to be found by its name. */
export function gathered(rows: Summary[]): Summary[] {
  if (!rows.some((row) => row.merged_into)) return rows;
  const links = linksOf(rows);
  const goals = new Map(rows.map((row) => [row.bucket, stays(links, row.bucket)]));
  const under = new Map<Uuid, Summary[]>();
  for (const row of [...rows].sort((a, b) => compareText(a.bucket, b.bucket))) {
    const goal = goals.get(row.bucket)!;
    if (goal !== row.bucket) under.set(goal, [...(under.get(goal) ?? []), row]);
  }
  const shown = rows.filter((row) => goals.get(row.bucket) === row.bucket || !goals.has(goals.get(row.bucket)!));
  return shown.map((row) => standing(row, under.get(row.bucket) ?? [], goals));
}

/** As it counts now. What says it came here but went elsewhere is not listed under this one. */
function standing(row: Summary, gone: Summary[], goals: ReadonlyMap<Uuid, Uuid>): Summary {
  const open = row.merged_into && goals.get(row.bucket) === row.bucket ? { ...row, phase: row.merged_into.phase } : row;
  const came = row.merged_from.filter((one) => one !== row.bucket && (goals.get(one) ?? row.bucket) === row.bucket);
  const ids = [...new Set([...came, ...gone.map((one) => one.bucket)])].sort(compareText);
  if (!gone.length && ids.join() === row.merged_from.join()) return open;
  return { ...joined(open, gone), merged_from: ids };
}

function joined(row: Summary, gone: readonly Summary[]): Summary {
  const every = [row, ...gone];
  const clocks = peopleOf(every);
  const oldest = least(clocks.filter((clock) => clock.counts), (clock) => seen(clock.last_direct_at));
  const strictest = least(every.filter((one) => one.limit_days !== null), (one) => one.limit_days!) ?? row;
  const newest = least(every.filter((one) => one.last_contact_at), (one) => -momentMs(one.last_contact_at!));
  const plans = every.flatMap((one) => one.next_plan ?? []).sort((a, b) => momentMs(a.window_from) - momentMs(b.window_from) || compareText(a.id, b.id));
  const sum = (of: 'conflicts' | 'unreviewed' | 'late' | 'attempts_without_contact', from: readonly Summary[] = every) => from.reduce((total, one) => total + one[of], 0);
  return {
    ...row, persons: clocks.length, clocks, last_direct_at: oldest?.last_direct_at ?? null, worst_person: oldest?.name ?? null,
    limit_days: strictest.limit_days, risk_tier: strictest.risk_tier, last_contact_at: newest?.last_contact_at ?? null,
    last_result: every.find((one) => one.last_result)?.last_result ?? null, attempts_without_contact: sum('attempts_without_contact', newest ? [newest] : every),
    next_plan: plans[0] ?? null, hazards: distinct(every.flatMap((one) => one.hazards)), open_alerts: distinct(every.flatMap((one) => one.open_alerts)),
    conflicts: sum('conflicts'), unreviewed: sum('unreviewed'), late: sum('late'), offers: every.flatMap((one) => one.offers),
    unanswered: firstOf(every.flatMap((one) => (one.unanswered && isAfter(one.unanswered.since, newest?.last_contact_at ?? null) ? one.unanswered : []))),
    phone_digits: distinct(every.flatMap((one) => one.phone_digits.split(' ').filter(Boolean))).join(' '),
    search_key: distinct(every.flatMap((one) => one.search_key.split('\n'))).join('\n'),
    last_op_at: least(every.filter((one) => one.last_op_at), (one) => -momentMs(one.last_op_at!))?.last_op_at ?? null,
  };
}

const seen = (at: Instant | null): number => (at === null ? -Infinity : momentMs(at));

/** The first of the smallest. */
function least<T>(all: readonly T[], by: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>((found, one) => (found === undefined || by(one) < by(found) ? one : found), undefined);
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Everybody once: a clock stops running only for whoever is plainly the same person seen since. */
function peopleOf([first, ...rest]: readonly Summary[]): PersonClock[] {
  const people = (first?.clocks ?? []).map((clock) => ({ ...clock }));
  const alone = people.length === 1;
  for (const row of rest) {
    for (const clock of row.clocks) {
      const lone = alone && row.clocks.length === 1;
      const known = people.find((one) => isSame(one, clock) || (lone && mayBe(one, clock)));
      if (!known) people.push({ ...clock });
      else Object.assign(known, { last_direct_at: seen(clock.last_direct_at) > seen(known.last_direct_at) ? clock.last_direct_at : known.last_direct_at, counts: known.counts || clock.counts });
    }
  }
  return people;
}

/** Family and given name agree, in letters or in kana; one name alone is shared by a whole family. */
export function isSame(a: Pick<PersonClock, 'name' | 'kana'>, b: Pick<PersonClock, 'name' | 'kana'>): boolean {
  return (['name', 'kana'] as const).some((field) => a[field].includes(' ') && b[field].includes(' ') && searchKey(a[field]) === searchKey(b[field]));
}

/** The only person here and the only one there, and nothing known tells them apart. */
export function mayBe(a: Pick<PersonClock, 'name' | 'kana'>, b: Pick<PersonClock, 'name' | 'kana'>): boolean {
  if (a.name === NAMELESS || b.name === NAMELESS) return true;
  const [one, other] = [searchKey(a.name), searchKey(b.name)];
  return one.startsWith(other) || other.startsWith(one);
}
