/** Which places would suit a wish, in an order with its reasons in words. It proposes; people decide. Pure, and only on the device: no wish leaves its household for it. */
import type { Wish } from '../casework/participation-records';
import { RESOURCE_KINDS, WISH_DISTANCES, WISH_OFTENS, WISH_PEOPLE, WISH_TIMES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Day } from '../casework/records';
import { isStale, type Resource } from '../community/shelf';
import { participationText } from '../text/participation';

const t = participationText.reasons;

/** `asks`: what nobody has said yet, of the wish or of the place. */
export interface Suggestion { resource: Resource; fits: string[] /** what does not */; differs: string[]; asks: string[] }
type Said = Pick<Suggestion, 'fits' | 'differs' | 'asks'>;
type Asked = Pick<Wish, 'kinds' | 'often' | 'times' | 'distance' | 'people'>;

/** Fewest that differ first, then most that fit; by name where nothing tells them apart. One that is of no wished kind is not proposed. */
export function suggestionsFor(wish: Asked, gakku: string, resources: readonly Resource[], today: Day): Suggestion[] {
  const open = resources.filter((one) => !one.closed && (!wish.kinds.length || wish.kinds.includes(one.kind)));
  const found = open.map((resource) => ({ resource, ...reasonsOf(wish, gakku, resource, today) }));
  return found.sort((a, b) => a.differs.length - b.differs.length || b.fits.length - a.fits.length || a.resource.name.localeCompare(b.resource.name, 'ja') || a.resource.id.localeCompare(b.resource.id));
}

export function reasonsOf(wish: Asked, gakku: string, resource: Resource, today: Day): Said {
  const said: Said = { fits: [], differs: [], asks: [] };
  const kind = labelOf(RESOURCE_KINDS, resource.kind);
  if (wish.kinds.includes(resource.kind)) said.fits.push(kind);
  else said.asks.push(t.kind(kind));
  oftenOf(wish, resource, said);
  timesOf(wish, resource, said);
  wayOf(wish, gakku, resource, said);
  peopleOf(wish, resource, said);
  if (isStale(resource.checked_on, today)) said.asks.push(t.stale);
  return said;
}

const OFTEN = WISH_OFTENS.map(({ code }) => code as string);

/** Who may come more often may also come less. */
function oftenOf({ often }: Asked, resource: Resource, said: Said): void {
  const [wanted, there] = [OFTEN.indexOf(often), OFTEN.indexOf(resource.often)];
  if (wanted < 0 || there < 0) said.asks.push(t.often);
  else (there <= wanted ? said.fits : said.differs).push(labelOf(WISH_OFTENS, resource.often));
}

function timesOf({ times }: Asked, resource: Resource, said: Said): void {
  const words = (codes: readonly string[]) => codes.map((code) => labelOf(WISH_TIMES, code)).join('・');
  const both = resource.times.filter((one) => times.includes(one));
  if (!times.length || !resource.times.length) said.asks.push(t.times);
  else if (both.length) said.fits.push(words(both));
  else said.differs.push(t.onlyAt(words(resource.times)));
}

function wayOf({ distance }: Asked, gakku: string, resource: Resource, said: Said): void {
  const near = resource.gakku !== '' && resource.gakku === gakku;
  if (resource.kind === 'online') (distance === 'walk' ? said.asks : said.fits).push(t.online);
  else if (!distance) said.asks.push(t.distance);
  else if (distance === 'home') said.differs.push(t.outside);
  else if (distance !== 'walk') said.fits.push(near ? t.near : labelOf(WISH_DISTANCES, distance));
  else if (near) said.fits.push(t.near);
  else if (!gakku || !resource.gakku) said.asks.push(t.howFar);
  else said.differs.push(t.far(resource.gakku));
}

function peopleOf({ people }: Asked, resource: Resource, said: Said): void {
  if (!people || !resource.people) said.asks.push(t.people);
  else if (people === 'many' || people === resource.people || (people === 'few' && resource.people === 'alone')) said.fits.push(labelOf(WISH_PEOPLE, resource.people));
  else said.differs.push(labelOf(WISH_PEOPLE, resource.people));
}
