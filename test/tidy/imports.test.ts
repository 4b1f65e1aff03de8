import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { filesIn, isTest, ROOT, type SourceFile } from './files.ts';

interface Layer {
  /** Folder; the longest one that fits a path decides. */
  readonly at: string;
  /** Layers it may import, besides itself. */
  readonly layers: readonly string[];
  /** Packages it may import, by name. */
  readonly packages: readonly string[];
  /** Whether it may import node: modules. */
  readonly node: boolean;
}

/** The layer wall. A line that is not here is not allowed; a new line is a decision about the architecture. */
const LAYERS: Readonly<Record<string, Layer>> = {
  shared: { at: 'shared', layers: [], packages: ['zod', '@orpc/contract'], node: false },
  // The XML reader is as pure as the core: text in, events out.
  core: { at: 'main/core', layers: ['shared'], packages: ['fflate', 'saxes'], node: false },
  store: { at: 'main/store', layers: ['shared'], packages: ['better-sqlite3'], node: true },
  services: {
    at: 'main/services',
    layers: ['shared', 'core', 'store', 'app', 'verify', 'demo'],
    packages: ['zod', 'fflate', '@orpc/contract', 'date-holidays', 'pdfmake'],
    node: true,
  },
  // The demo generator also judges the product, so it may know nothing of the product's own judgement.
  demo: { at: 'test/demo', layers: ['shared'], packages: ['fflate'], node: true },
  // The verifier is a file of its own that a stranger can read and run: it takes nothing from the app.
  verify: { at: 'verify', layers: [], packages: [], node: true },
  workers: {
    at: 'main/workers',
    layers: ['shared', 'core', 'store', 'services', 'app', 'verify', 'demo'],
    packages: ['@orpc/server'],
    node: true,
  },
  app: {
    at: 'main/app',
    layers: ['shared', 'core', 'store', 'services', 'workers', 'demo'],
    packages: ['@orpc/server', '@orpc/client', 'zod'],
    node: true,
  },
  hosts: { at: 'main/hosts', layers: ['shared'], packages: ['ws', '@orpc/client', 'zod', '@electron/get'], node: true },
  electron: { at: 'main/hosts/electron', layers: ['shared', 'hosts'], packages: ['electron'], node: true },
  preload: { at: 'preload', layers: ['shared'], packages: ['electron'], node: false },
  renderer: {
    at: 'renderer',
    layers: ['shared'],
    packages: [
      'react',
      'react-dom',
      '@orpc/client',
      '@orpc/contract',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      '@base-ui/react',
      'lucide-react',
      'wouter',
      'zustand',
      'zod',
      '@fontsource-variable/inter',
      '@fontsource/ibm-plex-mono',
    ],
    node: false,
  },
};

const ALIASES: readonly (readonly [string, string])[] = [
  ['#shared/', 'shared/'],
  ['#core/', 'main/core/'],
  ['#store/', 'main/store/'],
  ['#main/', 'main/'],
  ['#test/', 'test/'],
];

const sources = filesIn(['shared', 'main', 'preload', 'renderer', 'verify', 'test/demo'], /\.(ts|tsx|mjs)$/).filter(
  ({ path }) => !isTest(path) || (path.startsWith('test/demo/') && !path.endsWith('.test.ts')),
);

function layerOf(path: string): string | null {
  const fitting = Object.entries(LAYERS).filter(([, { at }]) => path.startsWith(`${at}/`));
  return fitting.toSorted(([, a], [, b]) => b.at.length - a.at.length)[0]?.[0] ?? null;
}

function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const statements = /(?:^|[\n;])\s*(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;
  return [...code.matchAll(statements)].flatMap(([, named, dynamic]) => named ?? dynamic ?? []);
}

/** A file of this repository, as a path from its root; null for a package or a node: module. */
function fileOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier).replace(/\?.*$/, '');
  const alias = ALIASES.find(([prefix]) => specifier.startsWith(prefix));
  return alias === undefined ? null : alias[1] + specifier.slice(alias[0].length);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Why an import is not allowed, with the row that would have to allow it; null when it is. */
function complaint({ path }: SourceFile, specifier: string): string | null {
  const name = layerOf(path);
  const layer = name === null ? undefined : LAYERS[name];
  if (name === null || layer === undefined) return `${path} is in no layer`;
  const row = `${name} may import: layers [${[name, ...layer.layers].join(', ')}], packages [${layer.packages.join(', ')}]${layer.node ? ', node:' : ''}`;
  const file = fileOf(path, specifier);
  if (file !== null) {
    const target = layerOf(file);
    return target === name || (target !== null && layer.layers.includes(target))
      ? null
      : `${path} imports ${specifier} (${target ?? 'no layer'}); ${row}`;
  }
  if (specifier.startsWith('node:')) return layer.node ? null : `${path} imports ${specifier}; ${row}`;
  return layer.packages.includes(packageOf(specifier)) ? null : `${path} imports ${specifier}; ${row}`;
}

describe('the layer wall', () => {
  it('sees the repository', () => {
    expect(new Set(sources.map(({ path }) => layerOf(path)))).toEqual(new Set(Object.keys(LAYERS)));
  });

  it('holds for every import', () => {
    const complaints = sources.flatMap((file) => importsOf(file.text).flatMap((specifier) => complaint(file, specifier) ?? []));
    expect(complaints).toEqual([]);
  });

  it.each([
    ['shared/domain/a.ts', "import { b } from '#core/b.ts';"],
    ['shared/domain/a.ts', "import '../../main/core/b.ts';"],
    ['main/core/a.ts', "import { readFileSync } from 'node:fs';"],
    ['main/core/a.ts', "export * from '#store/b.ts';"],
    ['main/core/a.ts', "const b = await import('better-sqlite3');"],
    ['main/store/a.ts', "import type { B } from '#core/b.ts';"],
    ['main/services/a.ts', "import { b } from '#main/hosts/app-thread.ts';"],
    ['main/hosts/loopback/a.ts', "import {\n  b,\n} from '#main/services/b.ts';"],
    ['main/hosts/loopback/a.ts', "import { app } from 'electron';"],
    ['renderer/a.tsx', "import { b } from '../main/core/b.ts';"],
    ['renderer/a.tsx', "import { join } from 'node:path';"],
    ['preload/a.ts', "import { c } from '../renderer/c.ts';"],
    ['main/services/a.ts', "import { b } from '#test/factories/b.ts';"],
  ])('would not let %s say %s', (path, text) => {
    const file = { path, text };
    const complaints = importsOf(text).map((specifier) => complaint(file, specifier));
    expect(complaints).toEqual([expect.stringContaining(`${layerOf(path)} may import: `)]);
  });

  it('has no import of a file that is not there', () => {
    const missing = sources.flatMap(({ path, text }) =>
      importsOf(text)
        .map((specifier) => fileOf(path, specifier))
        .filter((file) => file !== null && !existsSync(join(ROOT, file)))
        .map((file) => `${path} → ${file}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the hosts', () => {
  const isThin = (path: string): boolean => path.startsWith('main/hosts/electron/') || path.startsWith('preload/');

  it('are the only ones to know Electron, in few lines', () => {
    const electron = filesIn(['main/hosts/electron', 'preload'], /\.ts$/).filter(
      ({ path }) => !isTest(path) && !path.includes('fake-electron'),
    );
    const lines = electron.reduce((sum, { text }) => sum + text.trimEnd().split('\n').length, 0);
    expect(lines).toBeLessThanOrEqual(400);
    const users = sources.filter(({ text }) => importsOf(text).includes('electron')).map(({ path }) => path);
    expect(users.filter((path) => !isThin(path))).toEqual([]);
    expect(users).toContain('preload/index.ts');
  });

  it('name no procedure of the contract', () => {
    const procedures = Object.entries(contract).flatMap(([area, members]) => Object.keys(members).map((name) => `${area}.${name}`));
    const pattern = new RegExp(`\\b(${procedures.join('|').replaceAll('.', '\\.')})\\(`);
    const hosts = sources.filter(({ path }) => /^(main\/hosts\/(?!cli\/)|preload\/)/.test(path));
    expect(hosts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
    expect(pattern.test("client.book.open({ path: 'a' })")).toBe(true);
  });
});
