import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LineSource } from './lines.ts';

/** A folder of `.jsonl` files, or a folder with a `truth/` inside, or one `.jsonl` file of orders. */
export function lineSource(path: string): LineSource {
  const isFolder = statSync(path).isDirectory();
  const inner = join(path, 'truth');
  const folder = isFolder && !existsSync(join(path, 'orders.jsonl')) && existsSync(inner) ? inner : path;
  return {
    lines: (name) => {
      const file = isFolder ? join(folder, name) : name === 'orders.jsonl' ? path : '';
      if (file === '' || !existsSync(file)) return null;
      return createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    },
  };
}
