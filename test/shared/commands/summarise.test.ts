import { describe, expect, it } from 'vitest';
import { summarise } from '../../../shared/commands/summarise.ts';

describe('what a step came to, in one line', () => {
  it.each([
    ['a text', 'All is well.', 'All is well.'],
    ['a number', 12.5, '12.5'],
    ['nothing', null, 'nothing'],
    ['an object', { net: 1164, open: true, note: null }, 'net 1164, open true, note null'],
    ['an empty object', {}, 'nothing'],
    [
      'what lies deeper',
      { lines: [1, 2], one: [1], customer: { name: 'Ada' } },
      'lines 2 items, one 1 item, customer …',
    ],
    ['a list', ['a', 'b', 'c'], '3 items'],
  ])('says %s', (_what, output, said) => {
    expect(summarise('transform', output)).toBe(said);
  });

  it('is of the body of an answer, or of its status where it has none', () => {
    const answer = { status: 200, headers: { date: 'Sat' } };
    expect(summarise('http', { ...answer, body: { id: 'C-1', open: true } })).toBe('id C-1, open true');
    expect(summarise('http', { ...answer, body: 'Thank you.' })).toBe('Thank you.');
    expect(summarise('http', { ...answer, status: 204, body: '' })).toBe('answered 204');
  });

  it('is 200 characters long at most', () => {
    const said = summarise('transform', 'x'.repeat(300));
    expect(said).toHaveLength(200);
    expect(said.endsWith('…')).toBe(true);
  });
});
