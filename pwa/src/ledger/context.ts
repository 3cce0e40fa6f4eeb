/** Hands the open book to every screen below the unlocked app. */
import { createContext } from 'svelte';
import type { Ledger } from './ledger';

const [getLedger, setLedger] = createContext<Ledger>();

export { getLedger, setLedger };
