import { RE2JS } from 're2js';

/**
 * A stand-in for RegExp over RE2, which matches in linear time whatever the pattern: expressions come from flows, their
 * input from anyone. Offers what jsonata uses of a RegExp: `exec` with `lastIndex`, `source`, `flags`.
 */
export class LinearRegExp {
  readonly source: string;
  readonly flags: string;
  readonly global = true;
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor(source: string | RegExp | LinearRegExp, flags = '') {
    this.source = typeof source === 'string' ? source : source.source;
    this.flags = flags;
    let mode = 0;
    if (flags.includes('i')) mode |= RE2JS.CASE_INSENSITIVE;
    if (flags.includes('m')) mode |= RE2JS.MULTILINE;
    if (flags.includes('s')) mode |= RE2JS.DOTALL;
    this.#pattern = RE2JS.compile(this.source, mode);
  }

  exec(text: string): (string[] & { index: number }) | null {
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
    this.lastIndex = matcher.end();
    return Object.assign(groups, { index: matcher.start() });
  }

  test(text: string): boolean {
    return this.exec(text) !== null;
  }
}
