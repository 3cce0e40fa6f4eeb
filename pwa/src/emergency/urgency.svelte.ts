/** Watches a form in the writing: the moment the rules say L1, the sheet is shown, with no network needed. */
import { judge } from '../casework/rules';
import type { HouseholdState, MatchedRule, StreetObservation, Visit } from '../casework/records';

/** The part of a form the rules look at, and how to take a wrong touch back. */
export interface Watched {
  record: () => Visit | StreetObservation;
  household: () => HouseholdState;
  /** the choices that are on now, each a key `untick` understands */
  ticked: () => string[];
  untick: (keys: string[]) => void;
  /** adds a line to the facts */
  note: (line: string) => void;
}

export class Urgency {
  shown = $state.raw<MatchedRule[]>([]);
  #known = new Set<string>();
  #before: string[] = [];
  #newest: string[] = [];
  #form: Watched;

  constructor(form: Watched) {
    this.#form = form;
  }

  /** Call after every change. A rule that was answered once does not come back until it stopped matching. */
  look(): void {
    const ticked = this.#form.ticked();
    const newest = ticked.filter((key) => !this.#before.includes(key));
    if (newest.length) this.#newest = newest;
    this.#before = ticked;
    const urgent = judge(this.#form.household(), this.#form.record(), new Date()).filter((rule) => rule.level === 1);
    const fresh = urgent.filter((rule) => !this.#known.has(rule.rule));
    this.#known = new Set(urgent.filter((rule) => this.#known.has(rule.rule)).map((rule) => rule.rule));
    if (fresh.length || this.shown.length) this.shown = urgent.filter((rule) => !this.#known.has(rule.rule));
  }

  /** A correction starts from what was already told: only something new brings the sheet. */
  startsKnown(): void {
    this.look();
    this.close();
  }

  /** まちがえて選んだ: the touch that brought the sheet is taken back. */
  undo(): void {
    this.#form.untick(this.#newest);
    this.shown = [];
  }

  /** 電話をかけた, or the sheet was put aside: the sign stays. */
  answered(line: string): void {
    for (const rule of this.shown) this.#known.add(rule.rule);
    this.shown = [];
    if (line) this.#form.note(line);
  }

  close(): void {
    this.answered('');
  }
}
