/** The results in the order a door answers; what a telephone or the street gives stands behind 「ほかの結果」. */
import { CONTACT_RESULTS } from '../casework/catalogue.gen';

const AT_THE_DOOR = ['met_person', 'spoke_through_door', 'met_family_only', 'no_answer_present', 'absent', 'refused_calm', 'refused_hostile'];
const BY_PHONE = ['phone_reached', 'no_answer_present', 'absent', 'met_family_only', 'refused_calm', 'refused_hostile', 'proxy_info'];
export const SHOWN_RESULTS = 7;

export function resultsFor(method: string): { code: string; label: string; hint?: string }[] {
  const first = method === 'phone' ? BY_PHONE : AT_THE_DOOR;
  const place = (code: string) => (first.includes(code) ? first.indexOf(code) : first.length);
  return [...CONTACT_RESULTS].sort((a, b) => place(a.code) - place(b.code)).map(({ code, label }) => {
    const match = /^(.+?)[(（](.+)[)）]$/.exec(label);
    return match ? { code, label: match[1]!, hint: match[2]! } : { code, label };
  });
}
