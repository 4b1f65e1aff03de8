import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** WCAG 2.2 contrast over the tokens themselves: a colour that falls short fails here before anybody looks at a screen. */
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightText = '', darkText = ''] = css.split(":root[data-theme='dark']");
const light = tokensOf(lightText);
const themes = { light, dark: { ...light, ...tokensOf(darkText) } };

const GROUNDS = ['bg', 'surface', 'sunken', 'raised'];
const TINTED = ['accent-soft', 'warn-soft'];
const PAIRS: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['ink', [...GROUNDS, ...TINTED, 'warn-line', 'bad-soft', 'ok-soft', 'info-soft']],
  ['ink-2', [...GROUNDS, ...TINTED]],
  ['ink-3', [...GROUNDS, ...TINTED]],
  ['accent', [...GROUNDS, 'accent-soft']],
  ['ok', [...GROUNDS, 'ok-soft']],
  ['warn', [...GROUNDS, 'warn-soft']],
  ['bad', [...GROUNDS, 'bad-soft']],
  ['info', [...GROUNDS, 'info-soft']],
  ['accent-ink', ['accent']],
  ['sys-ink', ['sys-crm', 'sys-erp', 'sys-ads', 'sys-pm', 'sys-shop', 'sys-pay', 'sys-bank', 'sys-acc', 'sys-mkt']],
];

describe.each(Object.entries(themes))('%s theme', (_, tokens) => {
  it.each(PAIRS)('%s is readable on every ground it stands on', (text, grounds) => {
    const short = grounds.map((ground) => ({ ground, ratio: contrast(tokens, text, ground) })).filter(({ ratio }) => ratio < 4.5);
    expect(short).toEqual([]);
  });
});

function tokensOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
}

function contrast(tokens: Record<string, string>, a: string, b: string): number {
  const [x, y] = [luminance(tokens[a]), luminance(tokens[b])];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string | undefined): number {
  if (hex === undefined) throw new Error('no such token');
  const n = Number.parseInt(hex.slice(1), 16);
  const [r = 0, g = 0, b = 0] = [n >> 16, (n >> 8) & 255, n & 255].map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
