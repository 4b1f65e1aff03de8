import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson as writersJson } from '#core/changes/canonical-json.ts';
import { entryText } from '#core/changes/entry.ts';
import { MerkleTree } from '#core/changes/merkle.ts';
import { ChainCheck, canonicalJson, Findings, ForwardBytes, MerkleRoot, nodeHashes, portableHashes, Sha256 } from './verify.mjs';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hexOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('hashes', () => {
  test('the portable SHA-256 is that of the platform, at every length around its block', () => {
    for (const length of [...Array(200).keys(), 1000, 65_537]) {
      const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 131) % 256));
      expect(new Sha256().update(bytes).hex(), `${length} bytes`).toBe(hexOf(bytes));
    }
  });

  test('bytes may come in any pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), (pieces) => {
        const running = portableHashes.start();
        for (const piece of pieces) running.update(piece);
        expect(running.hex()).toBe(hexOf(Buffer.concat(pieces)));
      }),
    );
  });

  test('the root is the one that the writer makes, though the two share no code', () => {
    for (let count = 0; count < 40; count += 1) {
      const written = new MerkleTree(sha256);
      const read = new MerkleRoot(portableHashes);
      for (let i = 0; i < count; i += 1) {
        written.push(sha256(Buffer.of(i)));
        read.push(sha256(Buffer.of(i)));
      }
      expect(read.hex()).toBe(Buffer.from(written.root()).toString('hex'));
    }
  });
});

test('canonical JSON is the one that the writer makes', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
    ),
  })).value as fc.Arbitrary<string>;
  fc.assert(
    fc.property(value, (any) => {
      expect(canonicalJson(any)).toBe(writersJson(any));
    }),
  );
});

describe('reading forward', () => {
  test('ranges come out right whatever the pieces are, and the whole is hashed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(60))),
        async (file, size, wanted) => {
          const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_, i) => file.subarray(i * size, (i + 1) * size));
          const bytes = new ForwardBytes(pieces, portableHashes);
          for (const [offset, length] of wanted.sort(([a], [b]) => a - b)) {
            const got = await bytes.read(offset, length);
            if (offset + length > file.length) expect(got).toBeNull();
            else expect(Buffer.from(got ?? [])).toEqual(Buffer.from(file.subarray(offset, offset + length)));
          }
          expect(await bytes.finish()).toBe(hexOf(file));
        },
      ),
    );
  });
});

describe('the chain', () => {
  interface Link {
    body: string;
    hash: string;
  }
  const genesis = hexOf('Onefold change log v1');

  function chainOf(count: number, text = 'because'): Link[] {
    const links: Link[] = [];
    for (let seq = 1; seq <= count; seq += 1) {
      const body = entryText(
        {
          action: 'field.picked',
          subjects: [`["shopify","storeA","order","${seq}"]`],
          field: 'total',
          before: '1',
          after: '2',
          why: { code: 'typo', text },
        },
        {
          seq,
          atMs: 1_700_000_000_000 + seq,
          offsetMinutes: 60,
          actor: 'person:Ana',
          cause: `command-${seq}`,
          prevHex: links.at(-1)?.hash ?? genesis,
        },
      );
      links.push({ body, hash: hexOf(body) });
    }
    return links;
  }

  async function check(links: readonly Link[], head: string | null = null) {
    const chain = new ChainCheck(await nodeHashes(), head);
    for (const link of links) chain.push(link.body, link.hash);
    return chain.report(0, new Findings());
  }

  test('an honest log is consistent, and witnessed up to a head noted elsewhere', async () => {
    const links = chainOf(20);
    expect(await check(links)).toMatchObject({
      state: 'consistent',
      verdict: 'consistent, not witnessed',
      entries: 20,
      findings: [],
      exit: 0,
    });
    expect(await check(links, links[11]?.hash.toUpperCase())).toMatchObject({
      state: 'witnessed',
      verdict: 'witnessed up to entry 12 of 20',
      exit: 0,
    });
    expect(await check([], genesis)).toMatchObject({ state: 'witnessed', verdict: 'witnessed up to entry 0 of 0' });
  });

  test('every character of every entry counts', async () => {
    const links = chainOf(3);
    const body = links[1]?.body ?? '';
    for (let i = 0; i < body.length; i += 1) {
      const edited = body.slice(0, i) + (body[i] === '7' ? '8' : '7') + body.slice(i + 1);
      const report = await check([links[0], { body: edited, hash: links[1]?.hash }, links[2]] as Link[]);
      expect(report.state, `character ${i}`).toBe('broken');
      expect(report.firstBadSeq).toBe(2);
      expect(report.exit).toBe(3);
    }
  });

  test.each([
    ['removed', (links: Link[]) => links.splice(4, 1)],
    ['repeated', (links: Link[]) => links.splice(4, 0, links[4] as Link)],
    ['moved', (links: Link[]) => links.splice(4, 2, links[5] as Link, links[4] as Link)],
    ['re-hashed alone', (links: Link[]) => links.splice(4, 1, rehashed(links[4] as Link))],
    ['given another hash', (links: Link[]) => links.splice(4, 1, { body: (links[4] as Link).body, hash: hexOf('x') })],
  ])('an entry that was %s is found', async (_, edit) => {
    const links = chainOf(10);
    edit(links);
    const report = await check(links);
    expect(report.state).toBe('broken');
    expect(report.firstBadSeq).toBeGreaterThanOrEqual(5);
    expect(report.firstBadSeq).toBeLessThanOrEqual(6);
  });

  function rehashed(link: Link): Link {
    const body = link.body.replace('because', 'whatever');
    return { body, hash: hexOf(body) };
  }

  test('a log forged from the start is found against an outside head, and is otherwise not called witnessed', async () => {
    const noted = chainOf(10).at(-1)?.hash ?? '';
    const forged = chainOf(10, 'a better story');
    expect((await check(forged)).verdict).toBe('consistent, not witnessed');
    const report = await check(forged, noted);
    expect(report).toMatchObject({ state: 'broken', firstBadSeq: null, exit: 1 });
    expect(report.findings[0]).toContain('rewritten or cut off');
  });

  test('a tail that was cut is found against an outside head', async () => {
    const links = chainOf(10);
    expect(await check(links.slice(0, 7), links[9]?.hash)).toMatchObject({ state: 'broken', exit: 1 });
    expect(await check(links.slice(0, 7), links[5]?.hash)).toMatchObject({ state: 'witnessed' });
  });

  test('text that means the same but is not in canonical form is refused', async () => {
    const [link] = chainOf(1);
    const body = (link?.body ?? '').replace('"action":', '"action": ');
    expect((await check([{ body, hash: hexOf(body) }])).findings).toEqual(['Entry 1: it is not an entry in canonical form.']);
  });
});
