/** Keeps the office's directory: statements are stored as they came and believed only along the chain from the pinned root. */
import { fromB64u } from '../envelope/bytes';
import { Trust } from '../envelope/trust';
import type { Store } from '../store/store';
import type { Transport } from './transport';
import type { DirectoryReply } from './wire';

export async function storedTrust(store: Store, rootPrint: string): Promise<Trust> {
  const trust = new Trust(fromB64u(rootPrint, 32));
  for (const { n, jws } of await store.statements()) await trust.take(n, jws);
  return trust;
}

/** Up to `head`, in pages. Throws CannotOpen at the first statement that does not hold; nothing of that page is kept. */
export async function catchUp(trust: Trust, store: Store, transport: Transport, head: number): Promise<boolean> {
  const before = trust.head;
  while (trust.head < head) {
    const page = await transport<DirectoryReply>(`/directory/v1?since=${trust.head}`);
    if (page.statements.length === 0) break;
    for (const { n, jws } of page.statements) await trust.take(n, jws);
    await store.putStatements(page.statements, { n: trust.head, hash: trust.hash });
  }
  return trust.head > before;
}
