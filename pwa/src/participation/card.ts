/** What stands on the card that goes to the person: their own words and the way they went; no reason, note or follow-up that somebody else wrote, and nothing said without them. Pure. */
import type { Day, HouseholdState, Uuid } from '../casework/records';
import { secretsOf, tellsSecret } from '../plans/told';
import { participationText } from '../text/participation';
import { linesOf } from './wish-form';

export interface Card { person: Uuid | ''; want: string; said_on: Day; lines: [string, string][]; way: { on: Day; state: string; name: string }[] }

export function cardOf(state: Pick<HouseholdState, 'wishes' | 'matches' | 'items'>, wish: Uuid): Card | null {
  const entry = state.wishes.find(({ id }) => id === wish);
  if (!entry) return null;
  const secrets = secretsOf(state, null);
  const heard = (text: string) => (tellsSecret(text, secrets) ? participationText.card.withheld : text);
  const way = state.matches.filter(({ match }) => match.wish === wish).flatMap(({ match, steps }) => [{ on: match.on, state: 'suggested' }, ...steps.map(({ step }) => ({ on: step.on, state: step.to }))].map((one) => ({ ...one, name: heard(match.name) })));
  return { person: entry.about.person, want: heard(entry.about.want), said_on: entry.about.said_on, lines: linesOf(entry.about).map(([label, text]) => [label, heard(text)]), way: way.sort((a, b) => a.on.localeCompare(b.on)) };
}
