/** Has the browser promised to keep what lies on this device? Where it may clear it, nothing unsent should wait long. */
import { MOST_MS } from '../sync/backoff';

const AT_RISK_MS = 30_000;

export class Keeping {
  /** null while nobody knows: not looked yet, or a browser without a word for it */
  kept = $state.raw<boolean | null>(null);
  /** a person asked for the promise and the browser gave none */
  refused = $state.raw(false);

  get isAtRisk(): boolean {
    return this.kept === false;
  }

  /** The longest wait between two tries to send. */
  get longestWait(): number {
    return this.isAtRisk ? AT_RISK_MS : MOST_MS;
  }

  async look(): Promise<void> {
    this.kept = (await told((storage) => storage.persisted())) ?? this.kept;
  }

  async ask(): Promise<void> {
    this.kept = (await told((storage) => storage.persist())) ?? this.kept;
    this.refused = this.isAtRisk;
  }
}

/** A browser that throws or does not know the question has not answered it. */
async function told(question: (storage: StorageManager) => Promise<boolean>): Promise<boolean | null> {
  try {
    return await question(navigator.storage);
  } catch {
    return null;
  }
}

export const keeping = new Keeping();
