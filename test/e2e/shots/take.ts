/**
 * Pictures of the real window: the one in the README, or every screen for looking at them.
 *
 *   node test/e2e/shots/take.ts                          docs/merge-screen.png, from the demo book
 *   node test/e2e/shots/take.ts --all DIR                every screen of the demo book, light and dark, wide and small, into DIR
 *   node test/e2e/shots/take.ts --all DIR --book FILE    the same of a book (it is opened for writing: give a copy)
 *   node test/e2e/shots/take.ts --all DIR --empty        the same of a new book, then its first import
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startScreen } from '../pages/start.ts';
import { type BenchWindow, ensureBuilt, type Look, openBook, openDemo, openNothing } from '../window-app.ts';
import { firstImport, showCampaign, tour } from './tour.ts';

const README = join(import.meta.dirname, '..', '..', '..', 'docs', 'merge-screen.png');
const SIZES = [
  [1440, 900],
  [1024, 700],
] as const;
const { values } = parseArgs({ options: { all: { type: 'string' }, book: { type: 'string' }, empty: { type: 'boolean' } } });

ensureBuilt();
if (values.all === undefined) {
  const window = await openDemo({ width: 1440, height: 900, scale: 1.5, dark: false });
  await showCampaign(window.page);
  await window.page.screenshot({ path: README });
  await window.close();
} else {
  mkdirSync(values.all, { recursive: true });
  for (const [width, height] of SIZES)
    for (const dark of [false, true])
      await pictures(values.all, { width, height, scale: 1, dark }, `${width}${dark ? '-dark' : ''}`);
}

async function pictures(folder: string, look: Look, suffix: string): Promise<void> {
  const window = await chosen(look);
  const shoot = async (name: string): Promise<void> => {
    await window.page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
  };
  await tour(window.page, shoot);
  if (values.empty === true) await firstImport(window.page, shoot);
  await window.close();
}

async function chosen(look: Look): Promise<BenchWindow> {
  if (values.book !== undefined) return openBook(values.book, look);
  if (values.empty !== true) return openDemo(look);
  const window = await openNothing(look);
  await startScreen(window.page).newBook('New shop', {});
  return window;
}
