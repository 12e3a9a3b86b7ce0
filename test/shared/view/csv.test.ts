import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csv, csvTable } from '../../../shared/view/csv.ts';

it('quotes what needs it, and leaves numbers as they are', () => {
  expect(csv([['a', 'b,c', 'say "x"', 'two\nlines', ' padded', 1, -2, true, undefined, null]])).toBe(
    'a,"b,c","say ""x""","two\nlines"," padded",1,-2,true,,\r\n',
  );
});

it.for(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('quotes and prefixes %j', (text) => {
  expect(csv([[text]])).toBe(`"'${text}"\r\n`);
});

it('has a header on the first page only', () => {
  const columns = { id: ({ id }: { id: string }) => id, twice: ({ id }: { id: string }) => id + id };
  expect(csvTable([{ id: 'a' }], columns)).toBe('id,twice\r\na,aa\r\n');
  expect(csvTable([{ id: 'b' }], columns, false)).toBe('b,bb\r\n');
});

/** Reads CSV back, by the grammar of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

it('can be read back, whatever the text, and no cell begins a formula', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',')
      .chain((first) => fc.string().map((rest) => first + rest)),
  );
  const rows = fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (written) => {
      const read = parse(csv(written));
      expect(read).toEqual(written.map((row) => row.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))));
      for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
