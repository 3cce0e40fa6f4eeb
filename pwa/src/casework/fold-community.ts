/** 地域の棚: a center's resources (資源), and of 地域づくり its committees, issues and activities; of no household. Registers in a bucket of their own (decision 0034). Twin of server/casework/community.py. */
import { Book, type OpOf } from './fold';
import { foldOwnAlerts } from './fold-alerts';
import { RegisterBook } from './registers';
import { mayAuthor, roleIn, type Roles } from './roles';
import type { CommunityState } from './participation-records';
import type { OpenedOp, Proposal, Uuid } from './records';

export const SHELVES = { resource: 'resources', issue: 'issues', committee: 'committees', activity: 'activities' } as const;
export type Shelf = keyof typeof SHELVES;
/** Fewer could be told apart: they are written as 「5未満」. */
export const FEWEST = 5;
const SOME_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** the fields that hold an id, of what is no household */
const REFERS = ['organization', 'committee'];

export function foldCommunity(bucket: Uuid, ops: readonly OpenedOp[], roles?: Roles): CommunityState {
  const book = new Book(ops, roles);
  const registers = new RegisterBook();
  const opened = book.allowed('community.open')[0];
  for (const op of book.all('fields.set')) {
    const why = whyNotShelved(book, op);
    if (why) book.propose(op, why);
    else for (const [field, value] of Object.entries(op.payload.set)) registers.write(op, op.payload.entity, field, value, op.payload.base[field]);
  }
  const under = (start: Shelf) => registers.names().filter((name) => name.startsWith(`${start}:`)).map((name) => ({ id: name.slice(start.length + 1), fields: registers.of(name) }));
  return {
    bucket, center: opened?.payload.center ?? '', ...foldOwnAlerts(book), resources: under('resource'), issues: under('issue'), committees: under('committee'), activities: under('activity'),
    proposals: book.proposals.sort((a, b) => (book.position.get(a.id) ?? 0) - (book.position.get(b.id) ?? 0)),
  };
}

/** No right, no such shelf, a household's id in its words, or a count by which somebody could be found. */
function whyNotShelved(book: Book, { staff, payload: { entity, set } }: OpOf<'fields.set'>): Proposal['reason'] | null {
  const start = entity.split(':')[0]!;
  if (!Object.hasOwn(SHELVES, start) || !mayAuthor(roleIn(book.roles, staff), `${start}.set`)) return 'role';
  if (holdsId(set)) return 'names_household';
  return isFew(set.count) ? 'small_count' : null;
}

export const isFew = (count: unknown): boolean => typeof count === 'number' && count > 0 && count < FEWEST;

/** Whatever looks like a household's id, in any of its words. */
export const holdsId = (set: Record<string, unknown>): boolean => Object.entries(set).some(([field, value]) => !REFERS.includes(field) && textsOf(value).some((text) => SOME_ID.test(text)));

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
