import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportOf } from '#test/demo/score/report.ts';
import { writeDemo } from '#test/demo/write-folder.ts';
import { scoreYear } from './year-book.ts';

const USAGE = 'usage: npm run score:year -- [--profile shop,agency] [--orders N] [--seeds 1,2,3] [--keep FOLDER]';

/** Generates years, takes each through the whole product, and prints how well the results agree with the truth. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: 'shop,agency' },
      orders: { type: 'string', default: '2000' },
      seeds: { type: 'string', default: '1,2,3' },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  for (const name of values.profile.split(',')) {
    for (const seed of values.seeds.split(',').map(Number)) {
      const profile = name === 'agency' ? 'agency' : 'shop';
      const orders = Number(values.orders);
      const started = performance.now();
      const { score, unread } = await scoreYear({ profile, orders, seed }, async (results, demo) => {
        if (values.keep === undefined) return;
        const folder = join(values.keep, `${profile}-${orders}-${seed}`);
        await writeDemo(folder, demo);
        mkdirSync(join(folder, 'results'), { recursive: true });
        for (const file of ['orders', 'proposals', 'links', 'exceptions'])
          writeFileSync(join(folder, 'results', `${file}.jsonl`), results.text(`${file}.jsonl`));
      });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`\n== ${profile}, ${orders} orders, seed ${seed} (${seconds} s)\n${reportOf(score)}`);
      for (const file of unread) process.stdout.write(`not read: ${file}\n`);
    }
  }
}

await main();
