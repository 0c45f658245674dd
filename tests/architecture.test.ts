/**
 * The layer table of ARCHITECTURE.md as data, held against the import graph:
 * data flows one way, the vault is blind by construction, and nothing raw leaves.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What each package may import, `base` aside, which all may. */
const layers: Readonly<Record<string, readonly string[]>> = {
  'packages/base': [],
  'packages/recording': [],
  'packages/consent': [],
  'packages/tlog': [],
  'packages/redact': ['recording'],
  'packages/capture': ['recording', 'consent'],
  'packages/seal': ['recording', 'redact', 'consent'],
  'packages/protocol': ['consent', 'tlog'],
  'packages/courier': ['protocol'],
  'packages/distill': ['recording'],
  'packages/lab': ['distill'],
};

/** Packages of which `seal` may import types only. */
const typesOnly: Readonly<Record<string, readonly string[]>> = { 'packages/seal': ['redact'] };

/** The vault is blind by construction: no road from it to what can read or open content. */
const forbiddenToVault = ['recording', 'redact', 'seal', 'distill'];

/** Names that reach the network; only `courier` (and what listens) may use them. */
const networkNames =
  /\bfetch\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource|WebTransport|RTCPeerConnection)\b|\bsendBeacon\b|\bglobalThis\.fetch\b|\{[^}]*\bfetch\b[^}]*\} = |(?:from |import\()'(?:node:)?(?:https?|net|tls|dgram|http2|undici)'/;
const mayUseNetwork = [
  'packages/courier',
  'packages/testkit',
  'packages/lab',
  // The X server and the accessibility bus of this machine, by local socket.
  'packages/capture',
  // Processes that listen.
  'apps/vault',
  'apps/keeper',
  'apps/companion',
  'apps/cli',
];

interface Source {
  readonly file: string;
  readonly home: string;
  readonly text: string;
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (['node_modules', 'dist', '.output', '.wxt'].includes(name)) return [];
    if (statSync(join(root, path)).isDirectory()) return sourcesBelow(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

const sources: readonly Source[] = ['packages', 'apps'].flatMap(sourcesBelow).map((path) => ({
  file: path.split(sep).join('/'),
  home: path.split(sep).slice(0, 2).join('/'),
  text: readFileSync(join(root, path), 'utf8'),
}));

const isTest = (file: string): boolean => /\.test\.tsx?$|\/tests\//.test(file);
const production = sources.filter(({ file, home }) => !isTest(file) && home !== 'packages/testkit');

/** Every `import … from '@understudy/x'` and `export … from`, with whether it is types only. */
function understudyImports(
  text: string,
): readonly { name: string; types: boolean; door: boolean }[] {
  return [
    ...text.matchAll(
      /(?:import|export)\s+(type\s)?[^'";]*?from\s+'@understudy\/([a-z-]+)([^']*)'/g,
    ),
    ...text.matchAll(/import\((type)?\s*'@understudy\/([a-z-]+)([^']*)'\)/g),
  ].map(([, types, name, rest]) => ({
    name: name ?? '',
    types: types !== undefined,
    door: rest === '',
  }));
}

test('every package imports only what the layer table allows', () => {
  const wrong = production
    .filter(({ home }) => home.startsWith('packages/'))
    .flatMap(({ file, home, text }) =>
      understudyImports(text)
        .filter(({ name }) => name !== 'base' && !(layers[home] ?? []).includes(name))
        .map(({ name }) => `${file} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test('every package of the tree stands in the layer table', () => {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  expect(packages.filter((name) => name !== 'packages/testkit').toSorted()).toEqual(
    Object.keys(layers).toSorted(),
  );
});

test('where only types may be imported, only types are', () => {
  const wrong = production.flatMap(({ file, home, text }) =>
    understudyImports(text)
      .filter(({ name, types }) => (typesOnly[home] ?? []).includes(name) && !types)
      .map(({ name }) => `${file} imports more than types from ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('base imports no package, and no package imports an app', () => {
  const apps = readdirSync(join(root, 'apps'));
  const wrong = production
    .filter(({ home }) => home.startsWith('packages/'))
    .flatMap(({ file, home, text }) =>
      understudyImports(text)
        .filter(({ name }) => home === 'packages/base' || apps.includes(name))
        .map(({ name }) => `${file} imports ${name}`),
    );
  expect(wrong).toEqual([]);
});

test('packages are entered by their one door', () => {
  const wrong = production.flatMap(({ file, text }) => [
    ...understudyImports(text)
      .filter(({ door }) => !door)
      .map(({ name }) => `${file} goes round the door of ${name}`),
    ...[...text.matchAll(/from '(\.\.?\/[^']*)'/g)]
      .map(([, path]) => relative(root, join(root, file, '..', path ?? '')))
      .filter(
        (path) => path.split(sep).slice(0, 2).join('/') !== file.split('/').slice(0, 2).join('/'),
      )
      .map((path) => `${file} reaches into ${path}`),
  ]);
  expect(wrong).toEqual([]);
});

test('the vault is blind by construction: it reaches nothing that can read or open content', () => {
  const importsOf = new Map<string, Set<string>>();
  for (const { home, text } of production) {
    const names = importsOf.get(home) ?? new Set<string>();
    for (const { name } of understudyImports(text)) names.add(name);
    importsOf.set(home, names);
  }
  const reached = new Set<string>();
  const queue = [...(importsOf.get('apps/vault') ?? [])];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(importsOf.get(`packages/${name}`) ?? []));
  }
  expect(forbiddenToVault.filter((name) => reached.has(name))).toEqual([]);
  expect(reached.size).toBeGreaterThan(0);
});

test('nothing raw leaves: only courier and the servers name the network', () => {
  const wrong = production
    .filter(({ home, text }) => !mayUseNetwork.includes(home) && networkNames.test(text))
    .map(({ file }) => file);
  expect(wrong).toEqual([]);
});

test('nothing raw leaves: only redact makes the clean brand', () => {
  const wrong = production
    .filter(({ home }) => home !== 'packages/redact')
    .filter(({ text }) =>
      /\bas CleanSegment\b|\bas CleanRecording\b|Brand<[^>]*'clean'>/.test(text),
    )
    .map(({ file }) => file);
  expect(wrong).toEqual([]);
});

test('no two packages import each other in a circle', () => {
  const edges = new Map(
    Object.keys(layers).map((home) => [
      home.replace('packages/', ''),
      new Set(
        production
          .filter((source) => source.home === home)
          .flatMap(({ text }) => understudyImports(text).map(({ name }) => name)),
      ),
    ]),
  );
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false;
    seen.add(from);
    const next = edges.get(from) ?? new Set();
    return next.has(to) || [...next].some((name) => reaches(name, to, seen));
  };
  expect([...edges.keys()].filter((name) => reaches(name, name))).toEqual([]);
});

test('no file or folder is named for nothing', () => {
  const wrong = sources
    .map(({ file }) => file)
    .filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.tsx?$)/.test(file));
  expect(wrong).toEqual([]);
});
