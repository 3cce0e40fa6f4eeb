import { beforeEach, describe, expect, test } from 'vitest';
import { fold } from '../casework/fold';
import type { HouseholdState, Payload } from '../casework/records';
import { type Bytes, b64u, fromB64u } from '../envelope/bytes';
import { digest, KIND, noPrev } from '../envelope/frame';
import { seal } from '../envelope/sealing';
import { Keychain } from '../ledger/keychain';
import { newOpId } from '../ledger/writer';
import { Opener } from '../ledger/opener';
import { householdText } from '../text/households';
import { keyFor, makeHousehold, Office, type Person, PretendServer } from './testing/office';
import { Phone } from './testing/phone';
import { type Call, type Transport, Trouble } from './transport';
import type { Push } from './wire';

let office: Office;
let server: PretendServer;
let sato: Person;
let tanaka: Person;
let home: Awaited<ReturnType<typeof makeHousehold>>;

beforeEach(async () => {
  office = await Office.open();
  sato = await office.enrol('佐藤');
  tanaka = await office.enrol('田中', 'coordinator');
  home = await makeHousehold();
  server = new PretendServer(office);
  server.scope = [{ id: home.bucket, kind: 'household', role: 'lead', basis: 'internal_use', center: '26101', epoch: 1 }];
  server.keys = [await keyFor(sato, tanaka, home)];
});

/** Tanaka’s device has the next version of the app; its records as they left it. */
async function tanakasNewerAppWrites(...payloads: [schema: number, payload: object][]): Promise<Bytes[]> {
  const made: Bytes[] = [];
  let prev = noPrev();
  for (const [index, [schema, payload]] of payloads.entries()) {
    const place = { kind: KIND.op, schema, epoch: 1, bucket: home.bucket, op_id: newOpId(), device: tanaka.device, dseq: index + 1, hlc: BigInt(Date.now()) << 16n, prev };
    const raw = await seal(home.key, tanaka.keys.sign.privateKey, new TextEncoder().encode(JSON.stringify(payload)), place);
    made.push(raw);
    prev = await digest(raw);
  }
  const push: Push = { device: tanaka.device, gen: null, nonce: 'n', ops: made.map((raw) => ({ e: b64u(raw) })) };
  await server.transport('/sync/v1/push', { method: 'POST', raw: JSON.stringify(push) });
  return made;
}

async function shownOn(phone: Phone): Promise<HouseholdState> {
  const keychain = new Keychain(phone.store, phone.person.device, phone.person.keys.kem);
  const opener = new Opener(phone.store, keychain, (device) => phone.trust.certificate(device)?.staff ?? null);
  return fold(home.bucket, '26101', (await opener.opened(home.bucket)).ops);
}

const RECORDED = '2026-11-24T10:00:00+09:00';
const FILM = { kind: 'visit.film', recorded_at: RECORDED, film: { seconds: 12 } };
const NOTE = { kind: 'note.add', recorded_at: RECORDED, text: '門灯がついていた', mood: { scale: 5 }, read_aloud: true };

describe('Sato’s app is older than Tanaka’s', () => {
  test('what it cannot read is kept to the byte, told as 新しい版で記録された項目, and what it can read is shown [F-13 I14]', async () => {
    const made = await tanakasNewerAppWrites([1, FILM], [7, NOTE]);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    const state = await shownOn(phone);
    expect(state.unknown.map(({ kind }) => kind)).toEqual(['visit.film']);
    expect(householdText.page.newer(state.unknown.length)).toContain('新しい版で記録された項目');
    expect(state.notes.map(({ text }) => text)).toEqual([NOTE.text]);
    const kept = (await phone.store.opsOf(home.bucket)).sort((a, b) => a.dseq - b.dseq);
    expect(kept.map(({ e, aside }) => [b64u(e), aside])).toEqual(made.map((raw) => [b64u(raw), null]));
  });

  test('a record of a form it does not know is kept to the byte and told, and read once the app is new [F-13]', async () => {
    const made = (await tanakasNewerAppWrites([1, NOTE]))[0]!;
    const strange = new Uint8Array(made);
    strange[4] = 9;
    server.stored[0]!.e = b64u(strange);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    const [kept] = await phone.store.opsOf(home.bucket);
    expect([b64u(kept!.e), kept!.aside]).toEqual([b64u(strange), 'newer']);
    expect((await shownOn(phone)).unknown).toHaveLength(1);
    // As the next version of the app would find it: bytes that it can read.
    await phone.store.putOps([{ ...kept!, e: made }]);
    await phone.engine(server.transport).round();
    const state = await shownOn(phone);
    expect([state.unknown, state.notes.map(({ text }) => text)]).toEqual([[], [NOTE.text]]);
  });

  test('a statement of the root about something it does not know does not end its pull; one nobody signed does [F-13]', async () => {
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    await office.states('kasane-licence', { staff: tanaka.staff });
    await tanakasNewerAppWrites([1, NOTE]);
    await phone.engine(server.transport).round();
    expect((await shownOn(phone)).notes).toHaveLength(1);
    expect(phone.trust.head).toBe(office.statements.length);
    office.statements.push(office.statements.at(-1)!.replace(/.{4}$/, 'AAAA'));
    await expect(phone.engine(server.transport).round()).rejects.toThrow();
  });

  test('an office put back to yesterday gets such a record from Sato’s phone as Tanaka’s wrote it [F-13 F-21]', async () => {
    const made = await tanakasNewerAppWrites([7, FILM], [7, NOTE]);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    server.restoreTo(0);
    await phone.engine(server.transport).round();
    expect(server.stored.map(({ e }) => e).sort()).toEqual(made.map(b64u).sort());
    expect((await shownOn(phone)).unknown).toHaveLength(1);
  });
});

/** The same answer, with more in every object than this app has ever heard of. */
function ofTheNextVersion(value: unknown): unknown {
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(ofTheNextVersion);
  if (typeof value !== 'object' || value === null) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([name, one]) => [name, ofTheNextVersion(one)])), later: { kind: 'new' }, more_later: [1] };
}

/** The same answer, without what only later versions say. */
function ofTheLastVersion(value: unknown): unknown {
  const { pull, ...rest } = (value ?? {}) as { pull?: Record<string, unknown> };
  if (pull) delete pull.owed;
  return { ...rest, ...(pull ? { pull } : {}) };
}

describe('the office has another version than Sato’s app', () => {
  test.each([['newer', ofTheNextVersion], ['older', ofTheLastVersion]] as const)('a %s one: her records leave, Tanaka’s come, nothing waits [F-13]', async (_, version) => {
    const [made] = (await tanakasNewerAppWrites([1, NOTE])) as [Bytes];
    const transport: Transport = async <T>(path: string, call?: Call) => version(await server.transport<unknown>(path, call)) as T;
    const phone = new Phone(sato, office);
    await phone.note(home, '一');
    const engine = phone.engine(transport);
    await engine.round();
    await phone.note(home, '二', [{ k: 'alert.raise', alert: crypto.randomUUID(), level: 1, observed_at: RECORDED }]);
    await engine.round();
    expect([await phone.store.outboxCount(), server.stored.length, server.effects.length]).toEqual([0, 3, 1]);
    expect((await phone.store.opsOf(home.bucket)).map(({ e }) => b64u(e))).toContain(b64u(made));
    expect((await shownOn(phone)).notes).toHaveLength(3);
  });

  test('an office that refuses a newer app’s request keeps none of it from going out after its update [F-13 QUEUE-4]', async () => {
    const phone = new Phone(sato, office);
    const id = await phone.note(home, '一');
    const outdated: Transport = async <T>(path: string, call?: Call): Promise<T> => {
      if (path === '/sync/v1/push') throw new Trouble('refused', { status: 422, problem: 'unknown_field' });
      return server.transport<T>(path, call);
    };
    await expect(phone.engine(outdated).round()).rejects.toMatchObject({ detail: { problem: 'unknown_field' } });
    expect((await phone.store.outbox()).map(({ op }) => op)).toEqual([id]);
    await phone.engine(server.transport).round();
    expect(server.stored.map(({ id: stored }) => stored)).toEqual([id]);
  });
});

describe('of what the office has stored one record is damaged', () => {
  test('it is put aside and counted, and everything around it is shown [F-10 I8]', async () => {
    const payloads = ['朝', '昼', '夕'].map((text): [number, Payload] => [1, { kind: 'note.add', text, recorded_at: RECORDED }]);
    await tanakasNewerAppWrites(...payloads);
    const raw = fromB64u(server.stored[1]!.e);
    raw[200]! ^= 4;
    server.stored[1]!.e = b64u(raw);
    const phone = new Phone(sato, office);
    await phone.engine(server.transport).round();
    expect((await shownOn(phone)).notes.map(({ text }) => text).sort()).toEqual(['夕', '朝']);
    expect(await phone.store.asideCount()).toBe(1);
    expect((await phone.store.op(server.stored[1]!.id))?.aside).toBe('signature');
  });
});
