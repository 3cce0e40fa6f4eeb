/** Reads and writes of the directory's copy on this device, each in one durable transaction. */
import type { DirectoryPlace, OrganizationRow } from './organization-rows';
import type { Store } from './store';

export function organizations(store: Store): Promise<{ rows: OrganizationRow[]; place: DirectoryPlace | null }> {
  return store.connection.read(['organizations', 'meta'], async (tx) => {
    const [rows, place] = await Promise.all([tx.objectStore('organizations').getAll(), tx.objectStore('meta').get('organizations')]);
    return { rows, place: (place?.value as DirectoryPlace | undefined) ?? null };
  });
}

/** `whole`: what was known before no longer counts. What has ended is forgotten. A newer version is never overwritten by an older answer. */
export function keepOrganizations(store: Store, rows: readonly OrganizationRow[], whole: boolean, place?: DirectoryPlace): Promise<void> {
  return store.connection.write(['organizations', 'meta'], async (tx) => {
    const kept = tx.objectStore('organizations');
    if (whole) await kept.clear();
    for (const row of rows) {
      const known = await kept.get(row.id);
      if (row.ended) await kept.delete(row.id);
      else if (!known || known.version <= row.version) await kept.put(row);
    }
    if (place) await tx.objectStore('meta').put({ name: 'organizations', value: place });
  });
}
