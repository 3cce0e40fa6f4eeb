/** What of a household's records may stand on a 個票: nothing that has only a basis of 法106条の6, nothing that leads to a protected address, and of what others told nothing that was not asked for. Who told it is never read here. Pure. */
import { PLAIN } from '../casework/fold-protection';
import { momentMs } from '../casework/calendar';
import type { Consultation, HouseholdState, Instant, PersonState, Registers, Visit } from '../casework/records';
import { textOf } from '../casework/registers';
import { masked, personName } from '../households/register';
import { secretsOf, tellsSecret } from '../plans/told';
import { tellsPlace } from '../protection/tells-place';
import { formText as t } from '../text/forms';
import { type Mark, NOTHING, type Told } from './layout';

/** Of these the word is the person's own, or the worker's who saw it. */
const OWN_CHANNELS = new Set(['person', 'found']);
const OTHERS_RESULT = 'proxy_info';

export interface Manner { /** what others told goes along, marked */ third: boolean; /** 名前をかくす */ hidden: boolean }

export class Teller {
  readonly #secrets = new Map<Instant | null, ReadonlySet<string>>();

  constructor(readonly home: HouseholdState, readonly manner: Manner) {}

  /** Free words, kept at that time. */
  said(text: string, at: Instant | null): Told {
    const words = text.trim();
    if (!words) return NOTHING;
    if (tellsSecret(words, this.#before(at))) return { text: '', withheld: 'secret' };
    if (!this.home.protection) return { text: words };
    return tellsPlace(words) ? { text: '', withheld: 'place' } : { text: unnamed(words, this.home.persons) };
  }

  /** The same of what somebody else than the person told: empty unless it was asked for. */
  heard(text: string, at: Instant | null): Told {
    if (!this.manner.third || !text.trim()) return NOTHING;
    const told = this.said(text, at);
    return told.withheld ? told : { text: `${t.thirdMark}${told.text}`, third: true };
  }

  /** Free words of a register, as old as its newest writing. */
  field(registers: Registers, name: string): Told {
    const at = (registers[name]?.heads ?? []).map((head) => head.at).sort((a, b) => momentMs(a) - momentMs(b)).at(-1) ?? null;
    return this.said(textOf(registers, name), at);
  }

  /** Of a protected household nobody is named. */
  name(person: PersonState): string {
    return this.home.protection ? PLAIN : personName(person, this.manner.hidden);
  }

  /** A name written down as text, by the same rule. */
  called(name: string): string {
    if (this.home.protection) return '';
    return this.manner.hidden ? masked(name) : name;
  }

  isOwn({ channel }: Pick<Consultation, 'channel'>): boolean {
    return OWN_CHANNELS.has(channel);
  }

  /** Free words of a consultation: its own, or somebody's about the person. */
  ofConsultation(one: Consultation, text: string, at: Instant): Told {
    return this.isOwn(one) ? this.said(text, at) : this.heard(text, at);
  }

  /** Whether it was not seen, but told by somebody around. */
  isHearsay({ result }: Pick<Visit, 'result'>): boolean {
    return result === OTHERS_RESULT;
  }

  ofVisit(visit: Pick<Visit, 'result'>, text: string, at: Instant): Told {
    return this.isHearsay(visit) ? this.heard(text, at) : this.said(text, at);
  }

  #before(at: Instant | null): ReadonlySet<string> {
    let known = this.#secrets.get(at);
    if (!known) this.#secrets.set(at, (known = secretsOf(this.home, at)));
    return known;
  }
}

const NAMES = ['family_name', 'given_name', 'family_kana', 'given_kana', 'alias', 'former_name'];

/** The words without those of whom they tell; a name of one letter is one only where somebody is addressed by it. */
function unnamed(words: string, persons: readonly PersonState[]): string {
  const names = persons.flatMap(({ fields }) => NAMES.map((name) => textOf(fields, name).trim())).filter(Boolean).sort((a, b) => b.length - a.length);
  return names.reduce((text, name) => (name.length > 1 ? text.replaceAll(name, PLAIN) : ['さん', '様', 'くん', 'ちゃん'].reduce((left, to) => left.replaceAll(name + to, PLAIN + to), text)), words);
}

/** Several told together; what may not stand there says so once, and takes nothing else away. */
export function together(told: readonly Told[], between = '\n'): Told {
  const texts = told.map(({ text }) => text).filter(Boolean);
  const withheld = told.find((one) => one.withheld)?.withheld;
  return { text: texts.join(between), ...(withheld && { withheld }), ...(told.some(({ third }) => third) && { third: true }) };
}

/** Every choice of a list, with those ticked that were chosen; what a newer app calls otherwise is ticked too. */
export function ticked(rows: readonly { code: string | number; label: string }[], chosen: readonly unknown[], most?: unknown): Told {
  const [on, off, top] = most === undefined ? (['☑', '☐', '☑'] as const) : (['○', '', '◎'] as const);
  const known = rows.map(({ code, label }): Mark => ({ label, mark: chosen.includes(code) ? (code === most ? top : on) : off }));
  const isNewer = chosen.some((one) => Boolean(one) && !rows.some(({ code }) => code === one));
  return { text: '', marks: isNewer ? [...known, { label: t.newer, mark: on }] : known };
}
