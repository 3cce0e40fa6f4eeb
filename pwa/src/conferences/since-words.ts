/** What has changed since the last conference, in short words. Pure. */
import { formatEra } from '../casework/calendar';
import { CASE_PHASES, RISK_TIERS } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Since } from '../casework/since';
import { conferenceText } from '../text/conferences';

const t = conferenceText.since;

/** Without the day; 「新しい記録はありません」 where nothing has. */
export function changesOf({ visits, contacts, direct, alerts, tier, phase }: Since): string[] {
  const said = [
    visits && t.visits(visits, contacts), visits && (direct ? t.direct(direct) : t.noDirect), alerts && t.alerts(alerts), tier && t.tier(labelOf(RISK_TIERS, tier)), phase && t.phase(labelOf(CASE_PHASES, phase)),
  ].filter((one): one is string => Boolean(one));
  return said.length ? said : [t.nothing];
}

/** In one line, for a list: from which day, and what. */
export const sinceLine = (since: Since | null): string => (since ? `${t.from(formatEra(since.on, false))}：${changesOf(since).join('・')}` : '');
