import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linkLeafText } from '#core/changes/commitments.ts';
import { MerkleTree } from '#core/changes/merkle.ts';
import { parseKeyText } from '#shared/domain/source-record.ts';
import { ChainCheck, Findings, nodeHashes } from '../../verify/verify.mjs';

/** The page that strangers write verifiers from: each of its examples is recomputed here. */
const page = readFileSync(join(import.meta.dirname, '../../docs/log-format.md'), 'utf8');

function example(name: string): string {
  const found = new RegExp(`\`\`\`${name}\n([^\`]*)\`\`\``).exec(page)?.[1];
  if (found === undefined) throw new Error(`the page has no example "${name}"`);
  return found;
}

const entries = example('log')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const { body, hash: stored } = JSON.parse(line);
    return { text: line.slice('{"body":'.length, -',"hash":""}'.length - 64), body, stored };
  });

function rootOver(hashes: readonly Buffer[]): string {
  const tree = new MerkleTree((bytes) => hash('sha256', bytes, 'buffer'));
  for (const one of hashes) tree.push(one);
  return Buffer.from(tree.root()).toString('hex');
}

describe('docs/log-format.md', () => {
  test('the genesis value', () => {
    expect(example('genesis').trim()).toBe(hash('sha256', 'Onefold change log v1'));
    expect(entries[0]?.body.prev).toBe(example('genesis').trim());
  });

  test('the three entries are a log that holds', async () => {
    const chain = new ChainCheck(await nodeHashes(), entries[1]?.stored);
    for (const { text, stored } of entries) chain.push(text, stored);
    expect(chain.report(0, new Findings())).toMatchObject({ verdict: 'witnessed up to entry 2 of 3', findings: [] });
  });

  test('the table of fields names the fields of an entry, and no others', () => {
    const table = page.slice(page.indexOf('| `seq`'), page.indexOf('There are no numbers'));
    const named = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''),
    );
    for (const { body } of entries) expect(Object.keys(body).sort()).toEqual(named.sort());
  });

  test('the file, its records and their roots', () => {
    const file = example('file');
    const records = file.trimEnd().split('\n').slice(1);
    const hashes = records.map((record) => hash('sha256', record, 'buffer'));
    expect(entries[0]?.body.after.file).toBe(hash('sha256', file));
    expect(entries[0]?.body.after.records).toBe(String(records.length));
    expect(example('roots').trimEnd().split('\n')).toEqual([0, 1, 2, 3].map((count) => rootOver(hashes.slice(0, count))));
    expect(entries[0]?.body.after.root).toBe(rootOver(hashes));
  });

  test('the pair and its root', () => {
    const text = example('link').trimEnd();
    const [lesser, greater, state, rule, score] = JSON.parse(text) as string[];
    const link = {
      left: parseKeyText(greater ?? ''),
      right: parseKeyText(lesser ?? ''),
      state: state ?? '',
      rule: rule ?? '',
      scoreMillibits: Number(score),
    };
    expect(linkLeafText(link)).toBe(text);
    expect(entries[1]?.body.after.root).toBe(rootOver([hash('sha256', text, 'buffer')]));
  });
});
