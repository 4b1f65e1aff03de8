import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ElementSplitter, MAX_ELEMENT_UNITS } from './elements.ts';
import { isFault, itemsAt, type JsonNode, MAX_DEPTH, nodeAt, parseJson, textAt } from './value.ts';

const same = (units: string) => units;

/** As JSON.parse would give it, with numbers as text. */
function plain(node: JsonNode): unknown {
  if (node.kind === 'array') return node.items.map(plain);
  if (node.kind === 'object') return [...node.members].map(([key, value]) => [key, plain(value)]);
  return node.kind === 'null' ? null : node.kind === 'boolean' ? node.text === 'true' : node.text;
}

function expected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expected);
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([key, member]) => [key, expected(member)]);
  return typeof value === 'number' ? JSON.stringify(value) : value;
}

describe('values', () => {
  it('are those of JSON.parse, with numbers as they are written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const node = parseJson(JSON.stringify(value, null, indent), same);
        expect(isFault(node) ? node : plain(node)).toEqual(expected(JSON.parse(JSON.stringify(value))));
      }),
    );
  });

  it('keep digits that a float would lose, and keys that an object would', () => {
    const node = parseJson('{"id": 12345678901234567890, "price": 0.10, "__proto__": {"id": 1}}', same);
    if (isFault(node)) throw new Error(node.fault);
    expect([textAt(node, ['id']), textAt(node, ['price']), textAt(node, ['__proto__', 'id'])]).toEqual([
      '12345678901234567890',
      '0.10',
      '1',
    ]);
    expect(nodeAt(node, ['constructor'])).toBe(null);
  });

  it('know their place', () => {
    const text = '{ "a": ["x", 12], "b": "y\\u00e9" }';
    const node = parseJson(text, same);
    if (isFault(node)) throw new Error(node.fault);
    const places = [...itemsAt(node, ['a']), nodeAt(node, ['b'])].map((part) =>
      part === null ? '' : text.slice(part.start, part.end),
    );
    expect(places).toEqual(['x', '12', 'y\\u00e9']);
    expect(textAt(node, ['b'])).toBe('yé');
  });

  it.each([
    ['{"a":1', 'ends in the middle', 6],
    ['{"a" 1}', 'a colon is missing', 6],
    ['{a:1}', 'a key is missing', 1],
    ['[1 2]', '“2” stands where a comma or “]” belongs', 3],
    ['"abc', 'ends in the middle of a string', 4],
    ['"\\x"', 'an unknown escape in a string', 1],
    ['01', 'more text follows after the value', 1],
    ['+1', '“+” cannot start a value', 0],
    ['', 'ends in the middle of a value', 0],
    [`${'['.repeat(MAX_DEPTH + 2)}`, 'nested too deeply', MAX_DEPTH + 1],
  ])('%s: %s', (text, fault, at) => expect(parseJson(text, same)).toEqual({ fault, at }));

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'a', '\\', ' ', 'true') }), (text) => {
        const node = parseJson(text, same);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(isFault(node)).toBe(!valid);
      }),
      { numRuns: 2000 },
    );
  });
});

function split(text: string, chunk = text.length || 1) {
  const seen: { units: string; start: number; line: number; pointer: string; broken?: string }[] = [];
  const splitter = new ElementSplitter({
    element: (element) => seen.push({ ...element }),
    broken: ({ code, start, end, line, pointer }) =>
      seen.push({ units: text.slice(start, end), start, line, pointer, broken: code }),
  });
  for (let at = 0; at < text.length; at += chunk) splitter.push(text.slice(at, at + chunk));
  splitter.end();
  return seen;
}

describe('elements', () => {
  it.each<[string, [string, string][]]>([
    [
      '[{"a":1},{"b":[2]}]',
      [
        ['/0', '{"a":1}'],
        ['/1', '{"b":[2]}'],
      ],
    ],
    [
      '[\n  {"a":"],{"},\n  {"b":"\\""}\n]\n',
      [
        ['/0', '{"a":"],{"}'],
        ['/1', '{"b":"\\""}'],
      ],
    ],
    [
      '[1, "x" , null]',
      [
        ['/0', '1'],
        ['/1', '"x"'],
        ['/2', 'null'],
      ],
    ],
    ['[]', []],
    [
      '{"data":[{"a":1},{"b":2}]}',
      [
        ['/data/0', '{"a":1}'],
        ['/data/1', '{"b":2}'],
      ],
    ],
    ['{"object":"list","has_more":false,"data":[{"a":1}],"url":"/x"}', [['/data/0', '{"a":1}']]],
    ['{"data": {"a":{"data":[1]}} }', [['/data', '{"a":{"data":[1]}}']]],
    ['{"meta":{"data":[9]},"a":1}', [['', '{"meta":{"data":[9]},"a":1}']]],
    ['{"data":"text"}', [['', '{"data":"text"}']]],
    [
      '{"a":1}\n{"b":2}\n',
      [
        ['', '{"a":1}'],
        ['', '{"b":2}'],
      ],
    ],
    [
      '{"a":1}\n{"b":{"data":[2]}}',
      [
        ['', '{"a":1}'],
        ['', '{"b":{"data":[2]}}'],
      ],
    ],
    ['', []],
  ])('%j', (text, expectedElements) => {
    expect(split(text).map(({ pointer, units }) => [pointer, units])).toEqual(expectedElements);
  });

  it('know their line and place', () => {
    const text = '[\n {"a":\n 1},\n\n {"b":2}]';
    expect(split(text).map(({ line, start, units }) => [line, text.slice(start, start + units.length)])).toEqual([
      [2, '{"a":\n 1}'],
      [5, '{"b":2}'],
    ]);
  });

  it('that end in the middle are broken, those before are not', () => {
    expect(split('[{"a":1},{"b":').map(({ pointer, broken }) => [pointer, broken])).toEqual([
      ['/0', undefined],
      ['/1', 'bad_json'],
    ]);
  });

  it('of a broken line do not swallow the next lines', () => {
    expect(split('{"a":1}\n{"b":"x\n{"c":{\n{"d":4}\n').map(({ line, broken }) => [line, broken])).toEqual([
      [1, undefined],
      [2, 'bad_json'],
      [3, 'bad_json'],
      [4, undefined],
    ]);
  });

  it('that are too large are left out, and the next is read', () => {
    const text = `[{"a":"${'x'.repeat(MAX_ELEMENT_UNITS)}"},{"b":2}]`;
    expect(split(text, 1 << 20).map(({ pointer, broken }) => [pointer, broken])).toEqual([
      ['/0', 'row_too_large'],
      ['/1', undefined],
    ]);
  });

  it('are the same wherever the chunks are cut', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '"data":', '\\', '\n', '{"a":1}');
    fc.assert(
      fc.property(fc.string({ unit }), fc.integer({ min: 1, max: 5 }), (text, chunk) => {
        expect(split(text, chunk)).toEqual(split(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('of any list are its members', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 1), (values, indent) => {
        const texts = split(JSON.stringify(values, null, indent), 7).map(({ units }) => JSON.parse(units) as unknown);
        expect(texts).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });
});
