/** Who uses this device: the little that may be read while everything is locked. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { databaseName } from './connection';

export interface Profile { staff: string; initial: string; label: string; waiting: boolean; methods: ('passkey' | 'passphrase')[]; office: boolean; last_used_at: string }

interface ProfilesDatabase extends DBSchema {
  profiles: { key: string; value: Profile };
}

async function withProfiles<T>(work: (database: IDBPDatabase<ProfilesDatabase>) => Promise<T>): Promise<T> {
  const database = await openDB<ProfilesDatabase>('kasane', 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('profiles', { keyPath: 'staff' });
    },
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export function profiles(): Promise<Profile[]> {
  return withProfiles(async (database) => {
    const all = await database.getAll('profiles');
    return all.sort((left, right) => right.last_used_at.localeCompare(left.last_used_at));
  });
}

export function keepProfile(profile: Profile): Promise<unknown> {
  return withProfiles((database) => database.put('profiles', profile));
}

/** Removes a person's database from this device. Only for a device the office has withdrawn, after its outbox was taken. */
export async function removeProfile(staff: string): Promise<void> {
  await withProfiles((database) => database.delete('profiles', staff));
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(databaseName(staff));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
