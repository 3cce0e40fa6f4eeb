/** What to say on the telephone: the rule's guide with this household's place in it. */
import { guideOf, type Guide } from '../casework/catalogue';
import { ROLES } from '../casework/catalogue.gen';
import { ackMinutes, ruleOf } from '../casework/catalogue';
import type { MatchedRule } from '../casework/records';
import type { Colleague } from '../ledger/ledger';
import { emergencyText as t } from '../text/emergency';

export interface Line { text: string; reading?: string }
export interface Told { role: string; names: string[] }
export interface Place { address: string; reading: string; hint: string }

const USUAL = ['119', '110'];

/** The first rule with a guide leads; a rule without one still gets the two numbers. */
export function guideFor(rules: readonly MatchedRule[]): Guide {
  for (const one of rules) {
    const guide = guideOf(one.rule);
    if (guide) return { ...guide, order: [...guide.order, ...USUAL.filter((number) => !guide.order.includes(number))] };
  }
  return { order: USUAL, say: [], do: [] };
}

export function sayLines(guide: Guide, place: Place, me: string): Line[] {
  const where: Line[] = [{ text: place.address ? t.place(place.address) : t.noPlace, ...(place.reading && { reading: t.reading(place.reading) }) }];
  if (place.hint) where.push({ text: t.landmark(place.hint) });
  const lines = guide.say.flatMap((text): Line[] => (text.includes('場所は') ? where : [{ text: text.replace('職員の○○', `職員の${me}`) }]));
  return guide.say.some((text) => text.includes('場所は')) ? lines : [...where, ...lines];
}

/** Who is told by these rules, in the catalogue's order, with the names this device knows. */
export function toldBy(rules: readonly MatchedRule[], colleagues: readonly Colleague[], center: string): Told[] {
  const roles = [...new Set(rules.flatMap((one) => ruleOf(one.rule)?.to ?? []))];
  return roles.map((role) => ({
    role: ROLES.find((one) => one.code === role)?.label ?? t.roles[role] ?? role,
    names: colleagues.filter((one) => one.role === role && one.center === center).map((one) => one.name),
  }));
}

/** Minutes until the next person is told; null when no clock runs. */
export function minutesToAnswer(rules: readonly MatchedRule[]): number | null {
  const minutes = rules.map((one) => ackMinutes(one.rule, one.level)).filter((one): one is number => one !== null);
  return minutes.length ? Math.min(...minutes) : null;
}
