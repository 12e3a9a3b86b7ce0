import { decodeTime, encodeTime } from 'ulid';
import type { RunStore } from '../commands/ports.ts';

/** Ids of runs from `first`, included, to `end`, excluded. A ULID begins with its milliseconds, so that ids are bounds of time. */
export interface IdRange {
  first: string;
  end: string;
}

/** The bounds of a query that names none. */
const everyId: IdRange = { first: '0', end: '~' };

/** Characters of a ULID, and those of them that are its time (https://github.com/ulid/spec). */
const idLength = 26;
const timeLength = 10;
const idShape = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The least id of an instant, in milliseconds since 1970. */
const idAt = (ms: number): string => encodeTime(Math.max(0, ms), timeLength).padEnd(idLength, '0');

/** The instant of an id; undefined for what is none. */
function instantOf(id: string): number | undefined {
  const whole = id.slice(0, idLength);
  return idShape.test(whole) ? decodeTime(whole) : undefined;
}

/** The ids that begin with a text, if it has the whole time of an id, and a time that has come; undefined for any other text. */
function beginningWith(text: string, now: number): IdRange | undefined {
  const beginning = text.toUpperCase();
  const first = beginning.padEnd(idLength, '0');
  const instant = beginning.length < timeLength ? undefined : instantOf(first);
  return instant === undefined || instant > now ? undefined : { first, end: beginning.padEnd(idLength + 1, 'Z') };
}

/** Where the ids of the runs that a query asks for lie; `now` in milliseconds since 1970. */
export function idRange(
  { from, to, cursor, q }: Pick<Parameters<RunStore['list']>[0], 'from' | 'to' | 'cursor' | 'q'>,
  now: number,
): IdRange {
  const range = beginningWith(q ?? '', now) ?? everyId;
  const firsts = [range.first, from === undefined ? everyId.first : idAt(Date.parse(from))].sort();
  const ends = [range.end, cursor ?? everyId.end, to === undefined ? everyId.end : idAt(Date.parse(to) + 1)].sort();
  return { first: firsts.at(-1) ?? '', end: ends[0] ?? '' };
}

/** The greatest text below an id, for conditions that include their bounds. */
export const justBelow = (id: string): string =>
  `${id.slice(0, -1)}${String.fromCharCode(id.charCodeAt(id.length - 1) - 1)}~`;
