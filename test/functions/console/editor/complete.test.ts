import { readFileSync } from 'node:fs';
import { parser } from '@lezer/yaml';
import { describe, expect, it } from 'vitest';
import { describeAt, offersAt } from '../../../../functions/console/src/pages/editor/text/complete.ts';
import type { Schema } from '../../../../functions/console/src/pages/editor/text/schema.ts';
import { flowJsonSchema } from '../../../../shared/flow/schema/flow-schema.ts';

const schema = flowJsonSchema() as Schema;
const known = { variables: ['PAYMENTS_URL'], secrets: ['STRIPE_KEY'] };
const parse = (text: string) => parser.parse(text);
const sample = readFileSync('infra/flows/pay-contractor.yaml', 'utf8');

/** What is offered where the bar stands, and the text once the one named `choose` is taken. */
function at(marked: string, choose?: string) {
  const position = marked.indexOf('|');
  const text = marked.replace('|', '');
  const result = offersAt(text, position, { parse, schema, known });
  const offers = result?.offers ?? [];
  const chosen = offers.find(({ label }) => label === choose);
  return {
    labels: offers.map(({ label }) => label),
    text:
      result === undefined || chosen === undefined
        ? undefined
        : `${text.slice(0, result.from)}${chosen.insert ?? chosen.label}${text.slice(position)}`,
  };
}

describe('keys of the schema', () => {
  it('are offered in an empty text', () => {
    expect(at('|').labels).toEqual(expect.arrayContaining(['flow', 'title', 'params', 'on', 'steps']));
  });
  it('are those of the map around the cursor, without those that are there', () => {
    const { labels } = at('flow: a\nsteps:\n  - id: x\n    re|\n  - id: y\n    wait: 1s\n');
    expect(labels).toContain('retry');
    expect(labels).not.toContain('id');
    expect(labels).not.toContain('flow');
  });
  it('leave out further kinds once a step has one', () => {
    expect(at('steps:\n  - id: x\n    wait: 1s\n    |').labels).not.toContain('http');
    expect(at('steps:\n  - id: x\n    |').labels).toContain('http');
  });
  it('begin a map or a list on lines of their own', () => {
    expect(at('flow: a\nste|', 'steps').text).toBe('flow: a\nsteps:\n  - ');
    expect(at('steps:\n  - id: x\n    appr|', 'approve').text).toBe('steps:\n  - id: x\n    approve:\n      ');
    expect(at('steps:\n  - id: x\n    http: { u|', 'url').text).toBe('steps:\n  - id: x\n    http: { url: ');
  });
  it('are quoted in JSON', () => {
    expect(at('{"flow": "a", |}', 'title').text).toBe('{"flow": "a", "title": }');
    expect(at('{"flow": "a", "ti|"}', 'title').text).toBe('{"flow": "a", "title"}');
  });
  it('are those of JSON Schema in the parameters', () => {
    expect(at('params:\n  properties:\n    amount: { | }').labels).toContain('exclusiveMinimum');
    expect(at('params:\n  type: |').labels).toContain('object');
  });
  it('are not offered in a comment', () => {
    expect(at('flow: a # st|').labels).toEqual([]);
  });
});

describe('values', () => {
  it('are those of an enumeration', () => {
    expect(at('steps:\n  - id: x\n    approve:\n      onExpire: |').labels).toEqual([
      'reject',
      'approve',
      'skip',
      'fail',
    ]);
    expect(at('steps:\n  - id: x\n    http: { method: P| }').labels).toContain('POST');
    expect(at('{"flow": "a", "type": |}', 'guide').text).toBe('{"flow": "a", "type": "guide"}');
  });
  it('of needs are the other steps', () => {
    expect(at('steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: [|]\n    wait: 1s').labels).toEqual(['a']);
  });
});

describe('names inside an expression', () => {
  const inMessage = (expression: string) => at(sample.replace('{{ params.amount }} to', `{{ ${expression} }} to`));
  it('begin with what there is', () => {
    expect(inMessage('|').labels).toEqual(['params', 'steps', 'env', 'trigger', 'run', 'context', 'secrets']);
  });
  it('are the parameters', () => {
    expect(inMessage('params.|').labels).toEqual(['recipient', 'amount', 'contract']);
  });
  it('are the steps before this one', () => {
    expect(inMessage('steps.|').labels).toEqual(['contract', 'fee']);
  });
  it('are what a step answers', () => {
    expect(inMessage('steps.fee.output.|').labels).toEqual(['net', 'open']);
    expect(inMessage('steps.contract.output.|').labels).toEqual(['status', 'headers', 'body']);
  });
  it('have backticks where a hyphen would be a minus', () => {
    const inPay = (expression: string) => at(sample.replace('{{ steps.fee.output.net }}', `{{ ${expression} }}`));
    expect(inPay('steps.|').labels).toContain('`sign-off`');
    expect(inPay('steps.`sign-off`.output.|').labels).toContain('comment');
  });
  it('are the variables of the environment, and those in the text', () => {
    expect(inMessage('env.|').labels).toEqual(['PAYMENTS_URL', 'CONTRACTS_URL']);
  });
  it('are none after the end of the expression, and none in a text of it', () => {
    expect(at('title: "{{ params.x }} |"').labels).toEqual([]);
    expect(inMessage("'params.|").labels).toEqual([]);
    expect(inMessage("'a' & params.|").labels).toContain('amount');
  });
});

describe('what is said about a key', () => {
  const about = (key: string) => describeAt(sample, sample.indexOf(key) + 1, { parse, schema });
  it('is its description and what its value must be', () => {
    expect(about('onExpire')).toMatchObject({
      title: 'steps.approve.onExpire',
      type: 'one of reject, approve, skip, fail',
      text: expect.stringContaining('nobody decides in time'),
    });
    expect(about('attempts')?.type).toBe('integer, 1 to 20');
  });
  it('is nothing for a key that the schema does not know', () => {
    expect(about('net:')).toBeUndefined();
  });
});
