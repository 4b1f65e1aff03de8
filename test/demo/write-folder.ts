import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Demo } from './generate.ts';

/** Writes a demo into a folder: the export files, `truth/` beside them, and `files.json`, which names each file's account. */
export async function writeDemo(folder: string, demo: Demo): Promise<void> {
  await mkdir(join(folder, 'truth'), { recursive: true });
  for (const file of demo.files) await writeChunks(join(folder, file.name), file.chunks());
  for (const file of demo.truth) await writeChunks(join(folder, 'truth', file.name), file.chunks());
  const list = demo.files.map(({ name, system, account, kind }) => ({ name, system, account, kind }));
  await writeChunks(join(folder, 'files.json'), [`${JSON.stringify(list, null, 2)}\n`]);
}

/** Writes text piece by piece, waiting whenever the disk is behind. */
export async function writeChunks(path: string, chunks: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path);
  const finished = once(stream, 'finish');
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
  stream.end();
  await finished;
}
