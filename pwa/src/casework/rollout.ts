/** Which business of 重層事業 a center runs on a day: the five ①–⑤ and what a pilot holds back of them (F-03). Twin of server/casework/rollout.py. What is not decided runs, and so does what cannot be read: a doubt hides nothing. */
import { ROLLOUT_PARTS } from './catalogue.gen';
import { isDay } from './fold-consents';
import type { Day } from './records';

/** Both days count; without an end it goes on. */
export interface Span { begins: Day; ends?: Day | null }
export type Spans = Readonly<Record<string, readonly Span[]>>;

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isSpan = (value: unknown): value is Span => isMap(value) && isDay(value.begins) && (value.ends === null || value.ends === undefined || isDay(value.ends));
export const covers = ({ begins, ends }: Span, day: Day): boolean => begins <= day && (ends === null || ends === undefined || day <= ends);

/** `given`: the spans of the center by the code of their part; a part runs within its whole. */
export function runs(given: unknown, part: string, day: Day): boolean {
  const spans = isMap(given) && Object.hasOwn(given, part) ? given[part] : undefined;
  if (Array.isArray(spans) && spans.every(isSpan) && !spans.some((span) => covers(span, day))) return false;
  const whole = ROLLOUT_PARTS.find(({ code }) => code === part)?.within;
  return whole === undefined || runs(given, whole, day);
}

/** For a screen: the parts whose days can be read. The others were not decided as far as this device knows, and run. */
export function readable(given: unknown): Spans {
  if (!isMap(given)) return {};
  return Object.fromEntries(ROLLOUT_PARTS.flatMap(({ code }) => {
    const spans = Object.hasOwn(given, code) ? given[code] : undefined;
    return Array.isArray(spans) && spans.every(isSpan) ? [[code, spans]] : [];
  }));
}
