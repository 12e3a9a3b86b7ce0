import { describe, expect, it } from 'vitest';
import { matchPattern, type Pattern, UnknownOperator } from '../../../../infra/local/events/match-pattern.ts';

const event = { source: 'shop', detail: { state: 'Paid', amount: 42, tags: ['a', 'b'], none: null } };
const fits = (detail: Pattern) => matchPattern({ detail }, event);

describe('event patterns', () => {
  it.each<[string, Pattern, boolean]>([
    ['a literal', { state: ['Open', 'Paid'] }, true],
    ['a literal of another case', { state: ['paid'] }, false],
    ['null', { none: [null] }, true],
    ['one element of a list', { tags: ['b'] }, true],
    ['prefix', { state: [{ prefix: 'Pa' }] }, true],
    ['prefix, ignoring case', { state: [{ prefix: { 'equals-ignore-case': 'pA' } }] }, true],
    ['suffix', { state: [{ suffix: 'ID' }] }, false],
    ['equals-ignore-case', { state: [{ 'equals-ignore-case': 'PAID' }] }, true],
    ['exists', { missing: [{ exists: false }] }, true],
    ['exists, but is null', { none: [{ exists: true }] }, true],
    ['anything-but', { state: [{ 'anything-but': ['Open', 'Void'] }] }, true],
    ['anything-but of what is absent', { missing: [{ 'anything-but': 'x' }] }, false],
    ['anything-but a prefix', { state: [{ 'anything-but': { prefix: 'Pa' } }] }, false],
    ['numeric range', { amount: [{ numeric: ['>', 41, '<=', 42] }] }, true],
    ['numeric of a text', { state: [{ numeric: ['>', 0] }] }, false],
    ['wildcard', { state: [{ wildcard: 'P*d' }] }, true],
    ['$or', { $or: [{ state: ['Open'] }, { amount: [42] }] }, true],
    ['every field must fit', { state: ['Paid'], amount: [1] }, false],
  ])('%s', (_name, pattern, expected) => {
    expect(fits(pattern)).toBe(expected);
  });

  it('refuses an operator that it does not know, by name', () => {
    expect(() => fits({ state: [{ cidr: '10.0.0.0/24' }] })).toThrow(UnknownOperator);
    expect(() => fits({ state: [{ cidr: '10.0.0.0/24' }] })).toThrow('"cidr"');
  });
});
