/** One IndexedDB connection that reopens itself: every transaction is durable or reported, never quietly lost. */
import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { asFailure, isDeadHandle, StoreFailure } from './failures';
import { createOrganizationStore } from './organization-rows';
import { createPhotoStores } from './photo-rows';
import type { StaffDatabase, StoreName } from './rows';

/** 2: photos · 3: the directory of agencies */
export const LAYOUT = 3;
const ATTEMPTS = 4;

export type Transaction<Mode extends IDBTransactionMode = 'readwrite'> = IDBPTransaction<StaffDatabase, StoreName[], Mode>;

export function databaseName(staff: string): string {
  return `kasane-${staff}`;
}

export class Connection {
  #opening: Promise<IDBPDatabase<StaffDatabase>> | null = null;
  #closed = false;

  /** `asItLies`: whatever layout it has, for taking out what a newer app wrote */
  constructor(readonly name: string, readonly asItLies = false) {}

  /** All of `work` becomes durable together or not at all. It must not await anything but this transaction. */
  write<T>(stores: StoreName[], work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run('readwrite', stores, work);
  }

  /** For what can be made anew from stored operations: not worth waiting for the disk. */
  cache<T>(stores: StoreName[], work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#run('readwrite', stores, work, 'relaxed');
  }

  read<T>(stores: StoreName[], work: (transaction: Transaction<'readonly'>) => Promise<T>): Promise<T> {
    return this.#run('readonly', stores, work);
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  async #run<T, Mode extends 'readonly' | 'readwrite'>(mode: Mode, stores: StoreName[], work: (transaction: Transaction<Mode>) => Promise<T>, durability: IDBTransactionDurability = 'strict'): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(mode, stores, work, durability);
      } catch (error) {
        if (!isDeadHandle(error) || attempt >= ATTEMPTS || this.#closed) throw asFailure(error);
        this.#drop();
        await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
      }
    }
  }

  async #once<T, Mode extends 'readonly' | 'readwrite'>(mode: Mode, stores: StoreName[], work: (transaction: Transaction<Mode>) => Promise<T>, durability: IDBTransactionDurability): Promise<T> {
    const database = await this.#open();
    const transaction = database.transaction(stores, mode, { durability });
    // Claimed at once, so that an abort is never an unhandled rejection beside the one thrown by `work`.
    const done = transaction.done.then(() => null, (error: unknown) => ({ error }));
    let result: T;
    try {
      result = await work(transaction as unknown as Transaction<Mode>);
    } catch (error) {
      const ended = await abort(transaction, done);
      throw ended && nameIsQuota(ended.error) ? ended.error : error;
    }
    const ended = await done;
    if (ended) throw ended.error ?? new StoreFailure('lost');
    return result;
  }

  #open(): Promise<IDBPDatabase<StaffDatabase>> {
    if (this.#closed) return Promise.reject(new StoreFailure('lost'));
    this.#opening ??= this.#ask().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /** A tab that sleeps with an older layout makes no way: that is said rather than waited for. */
  async #ask(): Promise<IDBPDatabase<StaffDatabase>> {
    let refuse: (error: StoreFailure) => void;
    const blocked = new Promise<never>((_, reject) => (refuse = reject));
    let isGivenUp = false;
    const opening = openDB<StaffDatabase>(this.name, this.asItLies ? undefined : LAYOUT, {
      upgrade: (database, from, _, transaction) => {
        if (this.asItLies) return forgo(transaction);
        if (from < 1) createStores(database);
        if (from < 2) createPhotoStores(database);
        if (from < 3) createOrganizationStore(database);
      },
      // Another tab wants a newer layout: make way, the next transaction reopens.
      blocking: () => this.#drop(),
      terminated: () => this.#drop(),
      blocked: () => {
        isGivenUp = true;
        refuse(new StoreFailure('blocked'));
      },
    });
    opening.then((database) => isGivenUp && database.close(), () => undefined);
    return Promise.race([opening, blocked]);
  }

  #drop(): void {
    const opening = this.#opening;
    this.#opening = null;
    opening?.then((database) => database.close(), () => undefined);
  }
}

/** There is no such database: none is made. */
function forgo(transaction: { done: Promise<void>; abort(): void }): void {
  transaction.done.catch(() => undefined);
  transaction.abort();
}

async function abort(transaction: { abort(): void }, done: Promise<{ error: unknown } | null>): Promise<{ error: unknown } | null> {
  try {
    transaction.abort();
  } catch {
    // already ended by the error itself
  }
  return done;
}

function nameIsQuota(error: unknown): boolean {
  return (error as { name?: string } | null)?.name === 'QuotaExceededError';
}

function createStores(database: IDBPDatabase<StaffDatabase>): void {
  database.createObjectStore('meta', { keyPath: 'name' });
  const ops = database.createObjectStore('ops', { keyPath: 'id' });
  ops.createIndex('bucket', 'bucket');
  ops.createIndex('own', ['own', 'dseq']);
  ops.createIndex('aside', 'aside');
  database.createObjectStore('outbox', { keyPath: 'dseq' }).createIndex('bucket', 'bucket');
  database.createObjectStore('keys', { keyPath: ['bucket', 'epoch'] });
  database.createObjectStore('views', { keyPath: 'bucket' });
  database.createObjectStore('summaries', { keyPath: 'bucket' });
  database.createObjectStore('drafts', { keyPath: 'id' });
  database.createObjectStore('alerts', { keyPath: 'id' }).createIndex('bucket', 'bucket');
  database.createObjectStore('statements', { keyPath: 'n' });
  database.createObjectStore('events', { keyPath: 'id', autoIncrement: true });
}
