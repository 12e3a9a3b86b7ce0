import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Colours by the names of their tokens, as the style sheet has them. */
const source = readFileSync(new URL('../../../functions/console/src/tokens.css', import.meta.url), 'utf8');
function tokensOf(selector: string): Record<string, string> {
  const block = source.slice(source.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}
const light = tokensOf(':root');
const themes = { light, dark: { ...light, ...tokensOf(':root[data-theme="dark"]') } };

type Rgb = readonly [number, number, number];
const rgbOf = (colour: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = (/^#(..)(..)(..)$/.exec(colour) ?? [])
    .slice(1)
    .map((each) => Number.parseInt(each, 16));
  return [red, green, blue];
};

/** Relative luminance (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance). */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
/** `color-mix(in srgb, colour share, ground)`. */
const mix = (colour: Rgb, share: number, ground: Rgb): Rgb => {
  const each = (index: 0 | 1 | 2) => Math.round(colour[index] * share + ground[index] * (1 - share));
  return [each(0), each(1), each(2)];
};

const states = [
  ...['pending', 'running', 'awaiting', 'complete', 'failed', 'refused', 'skipped', 'cancelled'],
  ...['rejected', 'blocked', 'interrupted', 'timeout', 'partial'],
];

/** What a comparison tints on the canvas; every other tint lies on a surface. */
const compared = ['complete', 'failed', 'awaiting'];

describe.each(Object.entries(themes))('the colours of the %s theme', (_name, tokens) => {
  const colour = (name: string): Rgb => {
    const value = tokens[name];
    if (value === undefined || !/^#[0-9a-f]{6}$/.test(value)) throw new Error(`--${name} is ${value}`);
    return rgbOf(value);
  };
  const grounds = ['surface', 'canvas'] as const;
  const tint = Number.parseInt(tokens.tint ?? '', 10) / 100;

  it.each(['ink', 'ink-2', 'ink-3', ...states])(
    '--%s is legible as text on every ground and on its own tint',
    (name) => {
      for (const ground of grounds) {
        expect(contrast(colour(name), colour(ground)), `on --${ground}`).toBeGreaterThanOrEqual(4.5);
        if (!states.includes(name) || (ground === 'canvas' && !compared.includes(name))) continue;
        const tinted = mix(colour(name), tint, colour(ground));
        expect(contrast(colour(name), tinted), `on its tint over --${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(states)('the ring of %s can be told from every ground', (name) => {
    for (const ground of grounds)
      expect(contrast(colour(`${name}-ring`), colour(ground)), `on --${ground}`).toBeGreaterThanOrEqual(3.4);
  });

  it('shows where a field or a button is (WCAG 1.4.11)', () => {
    for (const ground of grounds) expect(contrast(colour('control'), colour(ground))).toBeGreaterThanOrEqual(3);
  });

  it('has ink on ink for what is pressed first', () => {
    expect(contrast(colour('surface'), colour('ink'))).toBeGreaterThanOrEqual(4.5);
  });
});
