import { readFileSync } from 'node:fs';
import { parser } from '@lezer/yaml';
import { describe, expect, it } from 'vitest';
import { outlineOf, placeAt, stepAt } from '../../../../functions/console/src/pages/editor/text/outline.ts';

const sample = readFileSync('infra/flows/pay-contractor.yaml', 'utf8');
const read = (text: string) => outlineOf(parser.parse(text), text);

describe('the outline of a text', () => {
  it('has the flow and its steps with their kinds', () => {
    const { flow, title, steps } = read(sample);
    expect({ flow, title }).toEqual({ flow: 'pay-contractor', title: 'Pay a contractor' });
    expect(steps.map(({ id, kind }) => [id, kind])).toEqual([
      ['contract', 'http'],
      ['fee', 'transform'],
      ['sign-off', 'approve'],
      ['pay', 'http'],
    ]);
    for (const { id, idFrom, idTo } of steps) expect(sample.slice(idFrom, idTo)).toBe(id);
  });
  it('finds the step of a line', () => {
    const outline = read(sample);
    expect(stepAt(outline, sample.indexOf('onExpire'))?.id).toBe('sign-off');
    expect(stepAt(outline, sample.indexOf('effect'))?.id).toBe('pay');
    expect(stepAt(outline, sample.indexOf('limits'))).toBeUndefined();
  });
  it('reads JSON, quotes, emoji and Windows line ends', () => {
    expect(read('{"flow": "a", "steps": [{"id": "x", "wait": "1s"}]}').steps[0]).toMatchObject({
      id: 'x',
      kind: 'wait',
    });
    expect(read("flow: 'it''s'\r\ntitle: \"💸 \\u0041\"\r\nsteps:\r\n  - id: x\r\n").title).toBe('💸 A');
  });
  it('holds while the text is broken', () => {
    const { steps } = read('flow: a\nsteps:\n  - id: x\n    ti\n  - id: y\n    http: { url: "{{ \n  - id');
    expect(steps.map(({ id }) => id)).toEqual(['x', 'y']);
  });
  it('never throws, whatever part of a text is there', () => {
    for (let length = 0; length <= sample.length; length += 3) {
      const text = sample.slice(0, length);
      const { root, steps } = read(text);
      for (const { from, to } of steps) expect(to).toBeGreaterThanOrEqual(from);
      placeAt(root, length);
    }
  });
});
