import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFlow } from '../../../shared/flow/parse-flow.ts';
import { printDiagnostic } from '../../../shared/flow/print-diagnostic.ts';
import { parseTemplate } from '../../../shared/flow/template.ts';

/** Codes with line and column, of errors only. */
function errors(source: string): string[] {
  return parseFlow(source)
    .diagnostics.filter((each) => each.severity !== 'info')
    .map(({ code, position }) => `${code}@${position?.line}:${position?.column}`);
}

const flow = (...steps: string[]) =>
  `flow: f\nparams: { type: object, properties: { amount: { type: number } } }\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`;

describe('parseFlow', () => {
  it.each([
    ['unknown step in needs', flow('{ id: a, needs: [b], transform: 1 }'), 'unknown-step@4:22'],
    ['cycle', flow('{ id: a, needs: [b], transform: 1 }', '{ id: b, needs: [a], transform: 1 }'), 'cycle@4:21'],
    ['duplicate id', flow('{ id: a, transform: 1 }', '{ id: a, transform: 1 }'), 'duplicate-id@5:11'],
    [
      'a step that cannot have run',
      flow('{ id: a, transform: "{{ steps.b.output }}" }', '{ id: b, transform: 1 }'),
      'unknown-reference@4:29',
    ],
    [
      'unknown step in an expression',
      flow('{ id: a, transform: "{{ 1 + steps.c.output }}" }'),
      'unknown-reference@4:33',
    ],
    [
      'unknown parameter',
      'flow: f\nparams: { type: object, additionalProperties: false, properties: { amount: {} } }\nsteps:\n  - { id: a, transform: "{{ params.amuont }}" }\n',
      'unknown-reference@4:29',
    ],
    ['unknown name', flow('{ id: a, transform: "{{ parms.amount }}" }'), 'unknown-reference@4:29'],
    ['expression that does not parse', flow('{ id: a, transform: "{{ 1 + }}" }'), 'expression-syntax@4:31'],
    ['unclosed expression', flow('{ id: a, transform: "x {{ 1" }'), 'expression-syntax@4:28'],
    ['$eval', flow('{ id: a, transform: "{{ $eval(params.amount) }}" }'), 'function-not-allowed@4:29'],
    ['unreachable', flow('{ id: a, when: false, transform: 1 }'), 'unreachable-step@4:20'],
    ['approval without recipient', flow('{ id: a, approve: { message: m, expires: 1d } }'), 'approval-incomplete@4:23'],
    ['approval without expiry', flow('{ id: a, approve: { message: m, to: a@b.c } }'), 'approval-incomplete@4:23'],
    ['unknown unit', flow('{ id: a, wait: 3 fortnights }'), 'unknown-time-unit@4:20'],
    [
      'retry at most once',
      flow('{ id: a, effect: at-most-once, retry: { attempts: 2 }, http: { url: x } }'),
      'retry-at-most-once@4:43',
    ],
    ['no kind', flow('{ id: a }'), 'one-kind@4:5'],
    ['two kinds', flow('{ id: a, transform: 1, wait: 1s }'), 'one-kind@4:5'],
    ['a kind to come', flow('{ id: a, agent: {} }'), 'one-kind@4:21'],
    ['a condition with text around', flow('{ id: a, when: "is {{ true }}", transform: 1 }'), 'condition-form@4:20'],
    ['a JSON Schema type', flow('{ id: a, transform: 1, output: { type: strng } }'), 'json-schema@4:44'],
    ['two bodies', flow('{ id: a, http: { url: x, text: a, body: b } }'), 'one-body@4:20'],
    [
      'a whole URL with a connection',
      flow('{ id: a, http: { connection: crm, url: "https://x.example/" } }'),
      'connection-path@4:44',
    ],
    [
      'a relative path with a connection',
      flow('{ id: a, http: { connection: crm, url: contacts } }'),
      'connection-path@4:44',
    ],
    [
      'only an expression with a connection',
      flow('{ id: a, http: { connection: crm, url: "{{ params.amount }}" } }'),
      'connection-path@4:44',
    ],
    [
      'another host with a connection',
      flow('{ id: a, http: { connection: crm, url: "//evil.example/{{ params.amount }}" } }'),
      'connection-path@4:44',
    ],
    [
      'a way up with a connection',
      flow('{ id: a, http: { connection: crm, url: "/{{ params.amount }}/%2e%2E/x" } }'),
      'connection-path@4:44',
    ],
    ['a path without a connection', flow('{ id: a, http: { url: /contacts } }'), 'connection-path@4:27'],
    ['a name that is none', flow('{ id: a, http: { connection: "{{ params.amount }}", url: /x } }'), 'schema@4:34'],
    ['bad YAML', 'flow: [\n', 'syntax@2:1'],
  ])('%s', (_name, source, expected) => {
    expect(errors(source)).toContain(expected);
  });

  it('suggests the near name and draws the place', () => {
    const source = flow('{ id: contract, transform: 1 }', '{ id: a, transform: "{{ steps.contrct.output }}" }');
    const [diagnostic] = parseFlow(source).diagnostics;
    expect(diagnostic && printDiagnostic(diagnostic, source, 'f.yaml')).toBe(
      [
        'f.yaml:5:29 error unknown-reference: There is no step "contrct".',
        ' 5 |   - { id: a, transform: "{{ steps.contrct.output }}" }',
        '   |                             ^',
        '   Did you mean "contract"?',
      ].join('\n'),
    );
  });

  it('takes a path below a connection, and suggests the near key', () => {
    expect(errors(flow('{ id: a, http: { connection: crm, url: "/contacts/{{ params.amount }}?x=../y" } }'))).toEqual(
      [],
    );
    const [wrong] = parseFlow(flow('{ id: a, http: { conection: crm, url: https://x.example } }')).diagnostics;
    expect(wrong).toMatchObject({ code: 'unknown-key', hint: 'Did you mean "connection"?' });
  });

  it('explains that a hyphen is a minus', () => {
    const source = flow('{ id: sign-off, transform: 1 }', '{ id: a, transform: "{{ steps.sign-off.output }}" }');
    expect(parseFlow(source).diagnostics).toMatchObject([
      { code: 'unknown-reference', hint: expect.stringContaining('`sign-off`') },
    ]);
    expect(errors(source.replace('steps.sign-off.output', 'steps.`sign-off`.output'))).toEqual([]);
  });

  it('answers everything that is wrong at once', () => {
    const codes = errors(
      flow('{ id: a, needs: [zz], wait: 3 parsecs, foo: 1 }', '{ id: a, transform: "{{ 1 + }}" }'),
    ).map((each) => each.split('@')[0]);
    expect(codes).toEqual(
      expect.arrayContaining(['unknown-step', 'unknown-time-unit', 'unknown-key', 'duplicate-id', 'expression-syntax']),
    );
  });

  it('fills in defaults and makes order into needs', () => {
    const { flow: parsed } = parseFlow(flow('{ id: a, http: { url: x }, timeout: 2m }', '{ id: b, wait: 1h30m }'));
    expect(parsed?.order).toBe('sequence');
    expect(parsed?.steps).toMatchObject([
      { id: 'a', kind: 'http', http: { method: 'GET' }, timeoutMs: 120_000, needs: [], retry: { attempts: 1 } },
      { id: 'b', kind: 'wait', wait: { forMs: 5_400_000 }, needs: ['a'] },
    ]);
  });

  it('reads JSON as strictly as JSON is', () => {
    expect(parseFlow('{"flow":"f","steps":[{"id":"a","transform":1}]}', 'json').flow?.id).toBe('f');
    expect(parseFlow('{"flow":"f",}', 'json').diagnostics).toContainEqual(expect.objectContaining({ code: 'syntax' }));
  });

  it('never throws, whatever the text', () => {
    const word = fc.constantFrom(
      'flow: f',
      'steps:',
      '  - id: a',
      '    needs: [a]',
      '    transform: "{{',
      '}}"',
      '    wait: 1s',
      '&x',
      '*x',
      '<<: *x',
      '{',
      '[',
      '- ',
      '__proto__: 1',
      '\t',
      '!!js x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((lines) => lines.join('\n')),
        ),
        fc.constantFrom('yaml' as const, 'json' as const),
        (text, format) => {
          const { flow: parsed, diagnostics } = parseFlow(text, format);
          expect(parsed !== undefined || diagnostics.some((each) => each.severity === 'error')).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses a billion laughs and large texts', () => {
    const laughs = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
      .join('\n')}\n`;
    expect(parseFlow(laughs).diagnostics[0]?.code).toBe('syntax');
    expect(parseFlow(`flow: ${'x'.repeat(300_000)}`).diagnostics[0]?.code).toBe('too-large');
  });
});

describe('parseTemplate', () => {
  it('ends an expression only outside strings and braces', () => {
    expect(parseTemplate('a {{ {"x": {"y": "}}"}} }} b').parts).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'expression', source: '{"x": {"y": "}}"}}' },
      { type: 'text', text: ' b' },
    ]);
  });

  it('gives text without braces back as one part', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => {
          expect(parseTemplate(text).parts).toEqual([{ type: 'text', text }]);
        },
      ),
    );
  });
});
