/** A consultation in the writing, what is still missing, and what it becomes. Pure. */
import type { Consultation, ConsultationEntry, Uuid } from '../casework/records';
import { blankHousehold, type HouseholdInput, householdErrors, resumedHousehold } from '../households/new-household';
import { blankPerson } from '../households/person-form';
import type { Told } from '../ledger/consultation-book';
import { consultationText } from '../text/consultations';
import { fromLocalInput, toLocalInput, today } from '../text/when';

export interface ConsultationInput {
  /** of a household that is on no list yet */
  home: HouseholdInput | null; received_at: string; method: string; channel: string; concerns: string[]; most_worried: string; facts: string; quotes: string; urgency: string; received_by: Uuid;
  more: Record<string, string>; told: Told; reason: string;
}

const t = consultationText.errors;
const MINUTE = 60_000;
const blankTold = (): Told => ({ name: '', relation: '', tel: '', may_be_named: 'not_asked' });

/** `ward`: of a household that begins with it; null when it is on the list. */
export function blankConsultation(now: Date, me: Uuid, ward: string | null): ConsultationInput {
  const home = ward === null ? null : { ...blankHousehold(ward), persons: [blankPerson()] };
  return { home, received_at: toLocalInput(now), method: '', channel: '', concerns: [], most_worried: '', facts: '', quotes: '', urgency: 'usual', received_by: me, more: {}, told: blankTold(), reason: '' };
}

export function inputOf({ consultation: one }: ConsultationEntry, me: Uuid): ConsultationInput {
  return {
    ...blankConsultation(new Date(one.received_at), me, null), method: one.method, channel: one.channel, concerns: [...one.concerns], most_worried: one.most_worried ?? '', facts: one.facts, quotes: one.quotes,
    urgency: one.urgency, received_by: one.received_by, more: { ...one.more },
  };
}

/** A draft of an older app lacks what the form has gained since. */
export function resumedConsultation(fresh: ConsultationInput, draft: ConsultationInput): ConsultationInput {
  return { ...fresh, ...draft, home: fresh.home && draft.home ? resumedHousehold(fresh.home, draft.home) : fresh.home, told: { ...fresh.told, ...draft.told } };
}

export function consultationErrors(input: ConsultationInput, amends: boolean, now = new Date()): Record<string, string> {
  const errors: Record<string, string> = input.home ? householdErrors(input.home, today(now)) : {};
  if (errors.hint) errors.hint = t.where!;
  if (!input.concerns.length && !input.facts.trim() && !input.quotes.trim()) errors.facts = t.worry!;
  const at = fromLocalInput(input.received_at);
  if (!at || Date.parse(at) > now.getTime() + 5 * MINUTE) errors.received_at = at ? t.future! : t.at!;
  if (amends && !input.reason.trim()) errors.reason = t.reason!;
  return errors;
}

export function consultationOf(input: ConsultationInput, now: Date, informant?: Uuid): Consultation {
  const { method, channel, urgency, received_by, concerns, most_worried } = input;
  const more = Object.fromEntries(Object.entries(input.more).filter(([, code]) => code));
  const most = concerns.includes(most_worried) ? most_worried : '';
  return {
    received_at: fromLocalInput(input.received_at) ?? now.toISOString(), method, channel, concerns: [...concerns], ...(most && { most_worried: most }), facts: input.facts.trim(), quotes: input.quotes.trim(),
    urgency, received_by, ...(informant && { informant }), ...(Object.keys(more).length > 0 && { more }),
  };
}

/** null when nothing was said of who told. */
export function toldIn({ told }: ConsultationInput): Told | null {
  const said: Told = { ...told, name: told.name.trim(), relation: told.relation.trim(), tel: told.tel.trim() };
  return said.name || said.relation || said.tel ? said : null;
}
