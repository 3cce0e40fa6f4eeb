/** Who uses this device: the little that may be read while everything is locked. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { databaseName } from './connection';
import { asFailure } from './failures';
import { dropMark, keepMark } from './marks';

export interface Profile {
  staff: string; initial: string; label: string; waiting: boolean; methods: ('passkey' | 'passphrase')[]; office: boolean; last_used_at: string;
  /** the office stopped this device then: the row only remains to say so, once */
  ended_at?: string;
}

interface ProfilesDatabase extends DBSchema {
  profiles: { key: string; value: Profile };
}

async function withProfiles<T>(work: (database: IDBPDatabase<ProfilesDatabase>) => Promise<T>): Promise<T> {
  const database = await openDB<ProfilesDatabase>('kasane', 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('profiles', { keyPath: 'staff' });
    },
  }).catch((error: unknown) => {
    throw asFailure(error);
  });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export async function profiles(): Promise<Profile[]> {
  const all = await withProfiles((database) => database.getAll('profiles'));
  return all.filter(({ ended_at }) => !ended_at).sort((left, right) => right.last_used_at.localeCompare(left.last_used_at));
}

export async function keepProfile(profile: Profile): Promise<void> {
  await withProfiles((database) => database.put('profiles', profile));
  keepMark(profile.staff, { initial: profile.initial, label: profile.label });
}

/** The person's database goes for good. Only for a device the office has stopped, after everything sealed was taken. */
export async function endProfile(staff: string, ended_at: string): Promise<void> {
  await withProfiles(async (database) => {
    const known = await database.get('profiles', staff);
    await database.put('profiles', { staff, initial: '', label: known?.label ?? '', waiting: false, methods: [], office: false, last_used_at: ended_at, ended_at });
  });
  dropMark(staff);
  await deleteDatabase(staff);
}

/** Devices stopped here, for the screen to say so. A deletion that was cut short is finished now. */
export async function endings(): Promise<Profile[]> {
  const ended = (await withProfiles((database) => database.getAll('profiles'))).filter(({ ended_at }) => ended_at);
  await Promise.all(ended.map(({ staff }) => deleteDatabase(staff)));
  return ended;
}

export function forgetEnding(staff: string): Promise<void> {
  return withProfiles((database) => database.delete('profiles', staff));
}

/** For a database that does not open, when its owner has said so: true once it is gone. */
export function clearUnreadable(staff: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(databaseName(staff));
    request.onsuccess = () => resolve(true);
    request.onerror = request.onblocked = () => resolve(false);
  });
}

/** Another tab that still holds the database makes way by itself; then the deletion goes on. */
function deleteDatabase(staff: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(databaseName(staff));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
