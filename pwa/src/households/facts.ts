/** What else is known of a household, as lines of its page. Pure. */
import { formatEra } from '../casework/calendar';
import { CLOSURE_REASONS, DWELLINGS, FIELDS, MONITORING_REASONS, SCHEMES } from '../casework/catalogue.gen';
import { labelOf, type CodedRow } from '../casework/catalogue';
import type { HouseholdState } from '../casework/records';
import { fieldNames } from '../text/fields';
import { valueOf } from './register';

const labels = (rows: readonly CodedRow[], codes: readonly string[] | undefined) => (codes ?? []).map((code) => labelOf(rows, code)).join('・');

/** Label and text; what nobody has written is left out. `phone` may be a person's. */
export function factsOf({ fields }: HouseholdState, phone: string | undefined): [string, string][] {
  const day = valueOf(fields, 'review_on');
  const known: [keyof typeof fieldNames, string | undefined][] = [
    ['household_no', valueOf(fields, 'household_no')], ['postal_code', valueOf(fields, 'postal_code')], ['dwelling', labelOf(DWELLINGS, valueOf(fields, 'dwelling'))], ['phone', phone],
    ['gakku', valueOf(fields, 'gakku')], ['hokatsu_area', valueOf(fields, 'hokatsu_area')], ['fields', labels(FIELDS, valueOf(fields, 'fields'))], ['schemes', labels(SCHEMES, valueOf(fields, 'schemes'))],
    ['monitoring_reason', labelOf(MONITORING_REASONS, valueOf(fields, 'monitoring_reason'))], ['review_on', day && formatEra(day)], ['closure_reason', labelOf(CLOSURE_REASONS, valueOf(fields, 'closure_reason'))],
    ['summary', valueOf(fields, 'summary')],
  ];
  return known.flatMap(([field, text]) => (text ? [[fieldNames[field]!, text] as [string, string]] : []));
}
