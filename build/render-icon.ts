/**
 * Draws build/icon.svg in every size and packs the containers that the installers want. Run it after changing the drawing:
 *   node build/render-icon.ts
 * The results are committed, because a machine that packages the app need not have a browser.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { findChromium, NO_CHROMIUM } from '../test/chromium.mjs';

const here = (name: string): string => join(import.meta.dirname, name);
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
/** Apple's types for PNG images of these sizes ("Icon Composer" names: 32 is 16@2x as well as 32). */
const ICNS_TYPES: readonly (readonly [string, number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];

const pngs = await renderAll([...new Set([...LINUX_SIZES, ...ICO_SIZES, ...ICNS_TYPES.map(([, size]) => size)])]);
for (const size of LINUX_SIZES) writeFileSync(here(`icons/${size}x${size}.png`), png(size));
writeFileSync(here('icon.png'), png(1024));
writeFileSync(here('icon.ico'), ico(ICO_SIZES));
writeFileSync(here('icon.icns'), icns());
writeFileSync(here('../renderer/public/icon.svg'), readFileSync(here('icon.svg')));

function png(size: number): Buffer {
  const image = pngs.get(size);
  if (image === undefined) throw new Error(`Size ${size} was not drawn.`);
  return image;
}

async function renderAll(sizes: readonly number[]): Promise<Map<number, Buffer>> {
  const found = await findChromium();
  if (found === null) throw new Error(NO_CHROMIUM);
  const browser = await playwright.launch({ executablePath: found.path, args: ['--no-sandbox', ...found.args] });
  const svg = readFileSync(here('icon.svg'), 'utf8');
  const drawn = new Map<number, Buffer>();
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
    drawn.set(size, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
  await browser.close();
  return drawn;
}

/** ICO with PNG images, as Windows Vista and later read it: 6-byte header, 16-byte entries, images. A size of 256 is written as 0. */
function ico(sizes: readonly number[]): Buffer {
  const header = Buffer.alloc(6 + 16 * sizes.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(sizes.length, 4);
  let offset = header.length;
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png(size).length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png(size).length;
  }
  return Buffer.concat([header, ...sizes.map(png)]);
}

/** ICNS: 'icns', total length, then blocks of type, length (with its own eight bytes) and PNG. */
function icns(): Buffer {
  const blocks = ICNS_TYPES.map(([type, size]) => block(type, png(size)));
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}
