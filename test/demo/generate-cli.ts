import { parseArgs } from 'node:util';
import { generate, type Profile } from './generate.ts';
import { writeDemo } from './write-folder.ts';

const USAGE = 'usage: node test/demo/generate-cli.ts --out DIR [--profile shop|agency] [--orders 10000] [--seed 1] [--year 2025]';

/** Writes a seeded demo year into a folder. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: 'shop' },
      orders: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      year: { type: 'string', default: '2025' },
      out: { type: 'string' },
    },
  });
  const [orders, seed, year] = [values.orders, values.seed, values.year].map(Number);
  const profile = ['shop', 'agency'].find((known): known is Profile => known === values.profile);
  if (!values.out || !profile || !Number.isSafeInteger(orders) || !Number.isSafeInteger(seed) || !Number.isSafeInteger(year)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const demo = generate({ profile, orders: orders ?? 0, seed: seed ?? 0, year: year ?? 0 });
  await writeDemo(values.out, demo);
  for (const chunk of demo.truth.find((file) => file.name === 'traps.jsonl')?.chunks() ?? []) process.stdout.write(chunk);
  return 0;
}

process.exitCode = await main();
