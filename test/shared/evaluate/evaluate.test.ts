import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCondition, evaluateTemplate } from '../../../shared/evaluate/evaluate-template.ts';

const scope = {
  params: { amount: 100, name: 'Ada', tags: ['a', 'b'], evil: '{{ params.amount }} {% 1 %}' },
  steps: { contract: { status: 'complete', output: { body: { open: true } } } },
};

describe('evaluateTemplate', () => {
  it('keeps the type of a string that is one expression and interpolates otherwise', async () => {
    expect(
      await evaluateTemplate(
        {
          n: '{{ params.amount * 0.97 }}',
          t: 'Pay {{ params.amount }} to {{ params.name }}',
          o: 'x {{ params.tags }}',
        },
        scope,
      ),
    ).toEqual({ n: 97, t: 'Pay 100 to Ada', o: 'x ["a","b"]' });
    expect(await evaluateTemplate('{{ params.tags }}', scope)).toEqual(['a', 'b']);
  });

  it('names the path that yields nothing and the nearest one', async () => {
    await expect(evaluateTemplate('{{ steps.contract.output.body.opne }}', scope)).rejects.toMatchObject({
      code: 'Expression.Missing',
      message: expect.stringContaining('there is no "opne" in steps.contract.output.body. Did you mean "open"?'),
    });
  });

  it('leaves braces in data alone', async () => {
    expect(await evaluateTemplate('{{ params.evil }} and {{ params.evil }}', scope)).toBe(
      '{{ params.evil }} and {{ params.evil }}'.replaceAll('{{ params.evil }}', scope.params.evil),
    );
  });

  it('takes only true and false for a condition', async () => {
    expect(await evaluateCondition('{{ params.amount > 5 }}', scope)).toBe(true);
    await expect(evaluateCondition('{{ params.name }}', scope)).rejects.toMatchObject({ code: 'Expression.Failed' });
  });

  it.each([
    ['endless recursion', '{{ ( $f := function($x) { $f($x) + 1 }; $f(1) ) }}'],
    ['an endless tail call', '{{ ( $f := function($x) { $f($x) }; $f(1) ) }}'],
    ['a long sequence', '{{ [1..9000000] }}'],
    ['doubling a string', '{{ ( $d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d("xxxxxxxx", 40) ) }}'],
    [
      'a doubled list',
      '{{ ( $d := function($s, $n) { $n = 0 ? $s : $d($append($s, $s), $n - 1) }; $d([1..1000], 40) ) }}',
    ],
  ])('stops %s', async (_name, template) => {
    await expect(evaluateTemplate(template, scope)).rejects.toMatchObject({
      name: 'SluiceError',
      code: expect.stringMatching(/^Expression\./),
    });
    expect(await evaluateTemplate('{{ 1 + 1 }}', scope)).toBe(2);
  });

  it('matches catastrophic patterns in linear time', async () => {
    expect(
      await evaluateTemplate('{{ $contains(params.text, /^(a+)+$/) }}', { params: { text: `${'a'.repeat(5_000)}!` } }),
    ).toBe(false);
    expect(await evaluateTemplate('{{ $replace("a1b22", /[0-9]+/, "-") }}', scope)).toBe('a-b-');
    expect(await evaluateTemplate('{{ $match("ab12cd3", /([a-z]+)([0-9]+)/).groups }}', scope)).toEqual([
      'ab',
      '12',
      'cd',
      '3',
    ]);
  });

  it.each([
    '{{ params.constructor }}',
    '{{ params.__proto__ }}',
    '{{ $lookup(params, "__proto__").polluted }}',
    '{{ params.toString }}',
    '{{ $string.constructor }}',
    '{{ $map.constructor("return process")() }}',
  ])('gives no way out of the data: %s', async (template) => {
    await expect(evaluateTemplate(template, scope)).rejects.toMatchObject({ name: 'SluiceError' });
  });

  it('leaves every JSON value without templates as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
        if (JSON.stringify(value).includes('{{') || JSON.stringify(value).includes('__proto__')) return;
        expect(JSON.stringify(await evaluateTemplate(value, {}))).toBe(JSON.stringify(value));
      }),
    );
  });
});
