/** Judges a visit or street observation as it is saved, and makes the alert that goes with it. */
import { CATALOGUE_VERSION } from '../casework/edition.gen';
import { fold } from '../casework/fold';
import type { AlertLevel, MatchedRule, OpenedOp, Payload, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';
import { judge, levelOf } from '../casework/rules';
import { KIND } from '../envelope/frame';
import type { AlertRow, Effect, Me } from './ledger';
import { type Draftling, newOpId, SCHEMA } from './writer';

export interface Raised { op: Draftling; effect: Effect; row: AlertRow }
export interface Ground { bucket: Uuid; center: string; roles: Roles; ops(): Promise<OpenedOp[]> }

type Judged = Extract<Payload, { kind: 'visit.add' | 'obs.add' }>;

/** Rules that cannot run must never keep a record from being stored: the vault looks at it again on arrival. */
export async function raise(main: Draftling, alertOf: () => Promise<Uuid>, me: Me, ground: Ground): Promise<Raised | null> {
  const { payload } = main;
  if (payload.kind !== 'visit.add' && payload.kind !== 'obs.add') return null;
  try {
    const rules = await rulesFor(main, payload, me, ground);
    const level = levelOf(rules);
    return level === null ? null : made(main, payload, { alert: await alertOf(), level, rules, me, bucket: ground.bucket });
  } catch (error) {
    console.error('the rules did not run:', (error as Error).name);
    return null;
  }
}

async function rulesFor(main: Draftling, payload: Judged, me: Me, ground: Ground): Promise<MatchedRule[]> {
  const ops = await ground.ops();
  const tentative: OpenedOp = {
    id: main.id, bucket: ground.bucket, device: me.device, dseq: Number.MAX_SAFE_INTEGER, hlc_ms: Date.now(), hlc_n: 0, staff: me.staff,
    seq: null, received_at: null, schema: SCHEMA, payload,
  };
  return judge(fold(ground.bucket, ground.center, [...ops, tentative], { roles: ground.roles, now: Date.now() }), main.id, payload.recorded_at);
}

function made(main: Draftling, payload: Judged, { alert, level, rules, me, bucket }: { alert: Uuid; level: AlertLevel; rules: MatchedRule[]; me: Me; bucket: Uuid }): Raised {
  const observed_at = payload.kind === 'visit.add' ? payload.visit.occurred_at : payload.observation.occurred_at;
  const words: Payload = { kind: 'alert.raised', alert, target: main.id, level, rules, catalogue: CATALOGUE_VERSION, note: '', recorded_at: payload.recorded_at };
  return {
    op: { id: newOpId(), payload: words, kind: KIND.alertBody, title: main.title },
    effect: { k: 'alert.raise', alert, level, observed_at },
    row: {
      id: alert, bucket, level, state: 'open', trigger_op: main.id, raised_by: me.staff, observed_at, accepted_at: null, owner: null, acked_at: null,
      closed_at: null, outcome: null, mine: false, recipients: [], local: true,
    },
  };
}
