/** Keeps the directory's copy fresh while the app is open, and hands it to the screens below. Call while the component is made. */
import { getContext, onDestroy, setContext, untrack } from 'svelte';
import type { Ledger } from '../ledger/ledger';
import { Store } from '../store/store';
import { OrganizationBook } from './book.svelte';

const PLACE = Symbol('organizations');

export function keepDirectory(ledger: Ledger): void {
  const book = new OrganizationBook(new Store(ledger.me.staff));
  setContext(PLACE, book);
  $effect(() => {
    // A session exists only after a round went through; each later round is another chance.
    const { online, last_sync_at } = ledger.sync;
    if (online && last_sync_at !== null) untrack(() => void book.refresh());
  });
  onDestroy(() => book.close());
}

/** The copy for a screen that shows it: read at once, and brought up to date if the office can be heard. */
export function openDirectory(ledger: Ledger): OrganizationBook {
  const book = getContext<OrganizationBook>(PLACE);
  void book.read();
  if (untrack(() => ledger.sync.online && ledger.sync.last_sync_at !== null)) void book.refresh(true);
  return book;
}
