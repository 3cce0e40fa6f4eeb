/** An office for tests: a root, certified devices, and a server that keeps sealed operations and can fail in every way a network does. */
import { b64u, type Bytes, fromB64u, hex, sha256, utf8 } from '../../envelope/bytes';
import { effectsAreSigned } from '../../envelope/effects';
import { digest, parse } from '../../envelope/frame';
import { type HouseholdKey, importHouseholdKey, keyCheck } from '../../envelope/sealing';
import { importPoint, pointOf, printOf } from '../../envelope/signing';
import { signStatement } from '../../envelope/statement';
import { newDeviceKeys, openDeviceKeys, wrap, type WrappedDeviceKeys } from '../../envelope/wrapping';
import { newStorageKey, type Unlocked } from '../../unlock/keys';
import { type Call, type Transport, Trouble } from '../transport';
import type { PullReply, Push, PushReply } from '../wire';

export interface Person { staff: string; name: string; device: string; keys: Unlocked; wrapped: WrappedDeviceKeys }
export type Fault = 'lost_request' | 'lost_reply' | 'portal' | 'server' | 'busy' | 'other_nonce' | 'session_over';

export class Office {
  statements: string[] = [];
  print = '';
  #root!: CryptoKeyPair;
  #signers = new Map<string, CryptoKey>();

  static async open(): Promise<Office> {
    const office = new Office();
    office.#root = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair;
    const point = await pointOf(office.#root.publicKey);
    office.print = b64u(await printOf(point));
    office.statements.push(await signStatement('kasane-root', { office: 'kyoto', sign_key: b64u(point), iat: 1 }, office.#root.privateKey, 'root'));
    return office;
  }

  /** Of a device it enrolled. */
  signerOf(device: string): CryptoKey {
    return this.#signers.get(device)!;
  }

  /** The root's own word that a device has ended. */
  revocation(device: string): Promise<string> {
    return signStatement('kasane-revoke', { device, iat: 4, reason: 'lost' }, this.#root.privateKey, 'root');
  }

  async enrol(name: string, role = 'outreach_worker', center: string | null = '26101'): Promise<Person> {
    const person = await makePerson(name);
    this.#signers.set(person.device, await importPoint(person.wrapped.sign.point));
    const claims = {
      device: person.device, staff: person.staff, name, kana: name, role, center, organisation: '区社協',
      kem_key: b64u(person.wrapped.kem.point), sign_key: b64u(person.wrapped.sign.point), iat: 2,
    };
    this.statements.push(await signStatement('kasane-device', claims, this.#root.privateKey, 'root'));
    return person;
  }

  /** Whatever the root may come to say. */
  async states(typ: string, claims: Record<string, unknown>): Promise<void> {
    this.statements.push(await signStatement(typ as 'kasane-root', { ...claims, iat: 5 }, this.#root.privateKey, 'root'));
  }

  async revoke({ device }: Person): Promise<void> {
    this.statements.push(await this.revocation(device));
  }
}

/** As the server tells a stopped device of itself; `revocation` is what the root signed, if it has. */
export const standingOf = (state: string, revocation: string | null = null): Transport => (<T>() => Promise.resolve({ state, certified: true, revocation } as T));

/** Somebody with keys but without the office's certificate. */
export async function makePerson(name: string): Promise<Person> {
  const storage = await newStorageKey();
  const wrapped = await newDeviceKeys(storage);
  return { staff: crypto.randomUUID(), name, device: crypto.randomUUID(), wrapped, keys: { storage, ...(await openDeviceKeys(storage, wrapped)) } };
}

export async function makeHousehold(): Promise<{ bucket: string; raw: Bytes; key: HouseholdKey }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { bucket: crypto.randomUUID(), raw, key: await importHouseholdKey(raw) };
}

export async function keyFor(
  person: Person, granter: Person, { bucket, raw, key }: { bucket: string; raw: Bytes; key: HouseholdKey }, epoch = 1, n = 0,
): Promise<PullReply['keys'][number]> {
  const key_check = b64u(await keyCheck(key, bucket, epoch));
  const claims = { bucket, epoch, key_check, device: person.device, role: 'lead', basis: 'internal_use', reason: 'test', n, iat: 3 };
  return {
    bucket, epoch, key_check, wrap: b64u(await wrap(raw, person.wrapped.kem.point, { bucket, epoch, device: person.device })),
    grant: await signStatement('kasane-grant', claims, granter.keys.sign.privateKey, granter.device),
  };
}

interface Stored { id: string; device: string; dseq: number; seq: number; e: string; hash: Bytes }

export class PretendServer {
  gen: string = crypto.randomUUID();
  stored: Stored[] = [];
  effects: unknown[] = [];
  gone: string[] = [];
  keys: PullReply['keys'] = [];
  scope: NonNullable<PullReply['scope']['buckets']> = [];
  owed: NonNullable<PullReply['owed']> = [];
  team: string[] = [];
  begun: NonNullable<Push['buckets']> = [];
  dead: { device: string; dseq: number; hash: Bytes }[] = [];
  /** households it never heard of, so that their records are not in anybody's scope */
  unheard = new Set<string>();
  held: PullReply['held'] = [];
  granted: unknown[] = [];
  /** what becomes of a record that somebody else gives back */
  donations: (id: string) => 'applied' | 'held' | 'rejected' = () => 'applied';
  faults: Fault[] = [];
  /** of the comparisons after a restore, one each */
  reconcileFaults: (Fault | null)[] = [];
  bodyLimit = Infinity;
  calls: string[] = [];
  badCursors = 0;

  constructor(private readonly office: Office) {}

  readonly transport: Transport = async <T>(path: string, call: Call = {}): Promise<T> => {
    this.calls.push(path);
    const fault = path.startsWith('/sync/v1/push') || path.startsWith('/sync/v1/sync') ? this.faults.shift() : undefined;
    if (fault === 'lost_request') throw new Trouble('offline');
    if (fault === 'portal') throw new Trouble('portal');
    if (fault === 'server') throw new Trouble('server', { status: 502 });
    if (fault === 'busy') throw new Trouble('busy', { status: 429, retry_after_ms: 7_000 });
    if (fault === 'session_over') throw new Trouble('session', { status: 401 });
    const answer = await this.#answer(path, call.raw === undefined ? call.body : JSON.parse(call.raw), call.raw?.length ?? 0);
    if (fault === 'lost_reply') throw new Trouble('offline');
    if (fault === 'other_nonce') return { ...(answer as object), nonce: 'someone-else' } as T;
    return answer as T;
  };

  /** As after a restore from a backup: a new generation that lacks everything after `dseq`. */
  restoreTo(dseq: number): void {
    this.gen = crypto.randomUUID();
    this.stored = this.stored.filter((op) => op.dseq <= dseq);
  }

  async #answer(path: string, body: unknown, size: number): Promise<unknown> {
    if (path === '/access/v1/challenge') return { challenge: 'abc' };
    if (path === '/access/v1/session') return {};
    if (path === '/sync/v1/config') return { gen: this.gen };
    if (path.startsWith('/directory/v1')) return this.#directory(Number(path.split('=')[1]));
    if (path.startsWith('/scope/v1/buckets/')) return { team: this.team.map((staff) => ({ staff })) };
    if (path === '/scope/v1/grants') return void this.granted.push(body);
    if (path === '/sync/v1/reconcile') return this.#reconcile(body as { bucket: string; ids: string[] });
    if (path === '/sync/v1/push') return this.#push(body as Push, size);
    if (path === '/sync/v1/sync') return { pull: await this.#pull((body as { pull: { device: string; cursor: string | null } }).pull) };
    throw new Trouble('refused', { problem: 'not_found' });
  }

  #directory(since: number): unknown {
    const statements = this.office.statements.map((jws, index) => ({ n: index + 1, kind: 'device', jws })).slice(since);
    return { head: this.office.statements.length, statements };
  }

  async #push(push: Push, size: number): Promise<PushReply> {
    if (size > this.bodyLimit) throw new Trouble('too_large', { status: 413 });
    if (push.gen !== null && push.gen !== this.gen) throw new Trouble('generation', { status: 409 });
    const results: PushReply['results'] = [];
    const lost = this.#begin(push);
    for (const { e, effects, effects_sig } of push.ops) {
      const envelope = parse(fromB64u(e));
      const known = this.stored.find(({ id }) => id === envelope.op_id);
      const ack = this.#ack(push.device);
      if (known) results.push({ id: known.id, s: 'duplicate', seq: known.seq });
      else if (envelope.dseq !== ack + 1) {
        results.push({ id: envelope.op_id, s: 'gap', want: ack + 1 });
        break;
      } else if (lost.has(`${envelope.bucket} ${envelope.epoch}`)) {
        this.dead.push({ device: push.device, dseq: envelope.dseq, hash: await digest(envelope.raw) });
        results.push({ id: envelope.op_id, s: 'rejected', code: 'epoch_conflict' });
      } else {
        const seq = this.stored.length + 1;
        this.stored.push({ id: envelope.op_id, device: push.device, dseq: envelope.dseq, seq, e, hash: await digest(envelope.raw) });
        if (effects && effects_sig && (await effectsAreSigned(this.office.signerOf(push.device), await digest(envelope.raw), effects, effects_sig))) this.effects.push(...effects);
        results.push({ id: envelope.op_id, s: 'applied', seq });
      }
    }
    for (const e of push.donated ?? []) results.push(await this.#given(e));
    const ack = this.#ack(push.device);
    const last = [...this.stored, ...this.dead].find((op) => op.device === push.device && op.dseq === ack);
    return { gen: this.gen, nonce: push.nonce, ack, ack_hash: b64u(last?.hash ?? new Uint8Array(32)), results, server_time: new Date().toISOString() };
  }

  #reconcile({ bucket, ids }: { bucket: string; ids: string[] }): { want: string[]; have_more: string[]; epoch: number } {
    if (this.reconcileFaults.shift() === 'lost_reply') throw new Trouble('offline');
    if (this.unheard.has(bucket)) throw new Trouble('refused', { problem: 'not_found' });
    const have = new Set(this.stored.map(({ id }) => id));
    return { want: ids.filter((id) => !have.has(id)), have_more: [], epoch: 1 };
  }

  async #given(e: string): Promise<PushReply['results'][number]> {
    const { op_id: id, device, dseq, raw } = parse(fromB64u(e));
    const s = this.donations(id);
    if (s !== 'applied') return { id, s };
    const seq = this.stored.length + 1;
    this.stored.push({ id, device, dseq, seq, e, hash: await digest(raw) });
    return { id, s, seq };
  }

  /** First come, first served: the places (bucket, epoch) whose key is another one already. */
  #begin({ device, buckets = [] }: Push): Set<string> {
    const lost = new Set<string>();
    for (const asked of buckets) {
      const known = this.begun.find(({ id, epoch }) => id === asked.id && epoch === asked.epoch);
      if (known && known.key_check !== asked.key_check) lost.add(`${asked.id} ${asked.epoch}`);
      if (known) continue;
      this.begun.push(asked);
      this.unheard.delete(asked.id);
      this.owed = this.owed.filter(({ bucket }) => bucket !== asked.id);
      const { id: bucket, epoch, key_check } = asked;
      this.keys = [...this.keys, ...asked.wraps.filter((one) => one.device === device).map(({ wrap, grant }) => ({ bucket, epoch, key_check, wrap, grant }))];
    }
    return lost;
  }

  async #pull({ device, cursor }: { device: string; cursor: string | null }): Promise<PullReply> {
    if (cursor !== null && this.badCursors > 0) {
      this.badCursors -= 1;
      throw new Trouble('refused', { problem: 'bad_cursor' });
    }
    const from = cursor === null ? 0 : Number(cursor);
    const scope = this.scope.map(({ id }) => id);
    const ops = this.stored.filter(({ seq }) => seq > from).map(({ seq, e }) => ({ seq, rcv: new Date().toISOString(), e: fromB64u(e) }));
    return {
      gen: this.gen, cursor: String(this.stored.length), ops, gone: this.gone.map((bucket) => ({ bucket, reason: 'access_ended' })), held: this.held, keys: this.keys,
      scope: { rev: 1, digest: hex(await sha256(utf8(scope.sort().join('\n')))), buckets: this.scope }, owed: this.owed, alerts: [], ack: this.#ack(device), more: false,
      server_time: new Date().toISOString(), directory_head: this.office.statements.length,
    };
  }

  #ack(device: string): number {
    return Math.max(0, ...[...this.stored, ...this.dead].filter((op) => op.device === device).map(({ dseq }) => dseq));
  }
}
