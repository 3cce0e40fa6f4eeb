/** A colleague's signed word that these are the figures of their center's month. Twin of server/envelope/figures.py. */
import { signStatement } from './statement';

/** `month` as 2026-11; `version`: which one of that month this is; null where a figure is not told. */
export interface Handed { center: string; month: string; version: number; figures: Readonly<Record<string, number | null>> }

export function signFigures({ center, month, version, figures }: Handed, key: CryptoKey, signer: string, now: number): Promise<string> {
  return signStatement('kasane-figures', { center, month, version, figures, iat: Math.floor(now / 1000) }, key, signer);
}
