/** Before anything is opened: Chromium that finds the files of its databases damaged throws all of them away as soon as one is opened, and begins empty ones. Asked for their names it only says that it cannot read them. */
import { StoreFailure } from './failures';

let listed: Promise<unknown> | null = null;

/** Throws `lost` where opening would destroy what may still be read with other tools, or after a restart. Once it was well, it is not asked again. */
export function mayBeOpened(): Promise<unknown> {
  // Older browsers have no such list.
  if (typeof indexedDB.databases !== 'function') return Promise.resolve();
  listed ??= indexedDB.databases().catch((error: unknown) => {
    listed = null;
    throw new StoreFailure('lost', error);
  });
  return listed;
}

/** Somebody has said so: what cannot be read goes, of everybody on this device. True when the databases open again, empty. */
export async function beginStorageAnew(): Promise<boolean> {
  const opened = await new Promise<boolean>((resolve) => {
    const request = indexedDB.open('kasane-probe');
    request.onsuccess = () => {
      request.result.close();
      indexedDB.deleteDatabase('kasane-probe');
      resolve(true);
    };
    request.onerror = request.onblocked = () => resolve(false);
  });
  listed = null;
  return opened && mayBeOpened().then(() => true, () => false);
}
