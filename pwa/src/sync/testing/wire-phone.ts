/** Sato's phone without a screen, spoken to line by line: the app's own store, writer, engine and transport against a real server. */
import { createInterface } from 'node:readline';
import { b64u } from '../../envelope/bytes';
import { keyCheck } from '../../envelope/sealing';
import { KIND } from '../../envelope/frame';
import type { Effect } from '../../ledger/ledger';
import { newOpId } from '../../ledger/writer';
import { overHttp, Trouble } from '../transport';
import { makeHousehold, makePerson, Office } from './office';
import { Phone } from './phone';

/** `patience_ms`: how long a call may take in this round, for stories that cannot wait as long as the app does. */
interface Order { do: 'note' | 'round'; alert?: string; patience_ms?: number }

let patience_ms = Infinity;

/** A browser keeps the cookie and knows its own site; Node does neither. */
function behaveLikeABrowser(origin: string): void {
  const real = globalThis.fetch;
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => timeout(Math.min(ms, patience_ms));
  let cookie = '';
  globalThis.fetch = async (path, init = {}) => {
    const answer = await real(new URL(String(path), origin), { ...init, headers: { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) } });
    for (const line of answer.headers.getSetCookie()) cookie = line.split(';')[0]!;
    return answer;
  };
}

const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** `origin`, then orders as lines of JSON; every order is answered by one line. */
export async function main(origin: string): Promise<void> {
  behaveLikeABrowser(origin);
  const sato = await makePerson('佐藤');
  const phone = new Phone(sato, await Office.open());
  const home = await makeHousehold();
  const engine = phone.engine(overHttp);
  const { kem, sign, upload_point } = sato.wrapped;
  say({ staff: sato.staff, device: sato.device, kem_key: b64u(kem.point), sign_key: b64u(sign.point), upload_key: b64u(upload_point) });

  const opens = { id: home.bucket, kind: 'household' as const, center: '26101', epoch: 1, key_check: b64u(await keyCheck(home.key, home.bucket, 1)), wraps: [] };
  let first = true;
  async function note(alert?: string): Promise<object> {
    const id = newOpId();
    const recorded_at = new Date().toISOString();
    const effects: Effect[] = alert ? [{ k: 'alert.raise', alert, level: 1, observed_at: recorded_at }] : [];
    await phone.writer.write({
      bucket: home.bucket, epoch: 1, key: home.key, ...(first ? { opens } : {}), ops: [{ id, payload: { kind: 'note.add', text: '面会', recorded_at }, kind: KIND.op, title: '', effects }],
    });
    first = false;
    return { id };
  }
  const orders: Record<Order['do'], (order: Order) => Promise<object>> = {
    note: ({ alert }) => note(alert),
    round: async (order) => {
      patience_ms = order.patience_ms ?? Infinity;
      return { sent: (await engine.round())?.sent ?? null };
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    const told = await orders[order.do](order).catch((error: unknown) => {
      if (!(error instanceof Trouble)) return { crash: String((error as Error).stack) };
      return { trouble: error.code, problem: error.detail.problem, retry_after_ms: error.detail.retry_after_ms };
    });
    const here = (await phone.store.opsOf(home.bucket)).map(({ id }) => id);
    say({ ...told, outbox: (await phone.store.outbox()).map(({ op }) => op), here });
  }
}
