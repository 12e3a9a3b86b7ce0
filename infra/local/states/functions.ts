import { createHash, randomUUID } from 'node:crypto';
import { seededRandom } from './seeded-random.ts';

const algorithms: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Marks an array as jsonata marks its own sequences: one of a single item is that item (recorded on AWS for `$range`). */
const asSequence = <T>(items: T[]): T[] => Object.defineProperty(items, 'sequence', { value: true, enumerable: false });

/** Functions that Step Functions adds to JSONata (guide, "Transforming data with JSONata"); `$eval` is not offered. */
export const stepFunctions: Record<string, unknown> = {
  eval: undefined,
  uuid: () => randomUUID(),
  parse: (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text)),
  random: (seed?: number) => (seed === undefined ? Math.random() : seededRandom(seed)),
  hash: (data: unknown, algorithm: string) => {
    const name = algorithms[algorithm];
    if (name === undefined)
      throw Object.assign(new Error(`Unsupported hash algorithm: ${algorithm}`), { code: 'D3000' });
    return createHash(name)
      .update(typeof data === 'string' ? data : JSON.stringify(data))
      .digest('hex');
  },
  partition: (list: unknown[] | undefined, size: number) => {
    if (list === undefined) return undefined;
    const parts = [];
    for (let index = 0; index < list.length; index += size) parts.push(list.slice(index, index + size));
    return parts;
  },
  range: (first: number, last: number, step: number) => {
    const numbers = [];
    if (step > 0) for (let number = first; number <= last; number += step) numbers.push(number);
    if (step < 0) for (let number = first; number >= last; number += step) numbers.push(number);
    return asSequence(numbers);
  },
};
