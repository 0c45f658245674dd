/** What is pulled under a grant: each pull has releases of its own, and gives the same dataset. */
import {
  createId,
  systemClock,
  systemRandom,
  type GrantId,
  type ReleaseId,
} from '@understudy/base';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  checkDataset,
  datasetVersion,
  dropSessions,
  exportDataset,
  formats,
  localSources,
  profiles,
  readManifest,
  type ExportOptions,
  type Format,
  type SessionSource,
} from '../src/index.ts';
import { filesIn, sessionFolder, sessionId } from './session.ts';

const grant: GrantId = createId('grant', systemClock, systemRandom);

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder([1, 2, 3]);
});
afterEach(() => world.remove());

const at = (...path: readonly string[]): string => join(world.folder, ...path);

/** As a pull is: opened by releases that were never there before. */
async function granted(numbers: readonly number[]): Promise<readonly SessionSource[]> {
  const local = await localSources(numbers.map((number) => at('sessions', sessionId(number))));
  return local.map((source) => {
    const release: ReleaseId = createId('release', systemClock, systemRandom);
    const open = async () => ({ ...(await source.open()), releases: () => [release] });
    return { ...source, grant, open };
  });
}

const options = (format: Format, out: string): ExportOptions => ({
  format,
  profile: profiles.agentnet,
  out: at(out),
  licence: 'other',
  tool: 'understudy test',
});

async function pull(format: Format, out: string, numbers: readonly number[]) {
  return exportDataset(await granted(numbers), options(format, out));
}

const releasesOf = async (out: string): Promise<unknown> =>
  JSON.parse(await readFile(at(`${out}.releases.json`), 'utf8')) as unknown;

it.each(formats)('gives the same bytes as %s each time', async (format) => {
  await pull(format, 'one', [1, 2]);
  await pull(format, 'two', [1, 2]);
  expect(await filesIn(at('one'))).toEqual(await filesIn(at('two')));
  expect(await releasesOf('one')).not.toEqual(await releasesOf('two'));
});

it('lists its sessions, their grant, and beside it the releases of this version', async () => {
  const manifest = await pull('messages', 'out', [1, 2]);
  expect(manifest.sessions).toMatchObject([{ consent: { grant } }, { consent: { grant } }]);
  expect(await releasesOf('out')).toEqual({
    dataset: datasetVersion(await readManifest(at('out'))),
    sessions: [1, 2].map((number) => ({
      session: sessionId(number),
      releases: [expect.stringMatching(/^rel_/)],
    })),
  });
});

it('without a session is what a fresh pull would be, and keeps the releases of the others', async () => {
  await pull('messages', 'all', [1, 2, 3]);
  await pull('messages', 'fresh', [1, 3]);
  await dropSessions(at('all'), new Set([sessionId(2)]), at('copy'));
  expect(await filesIn(at('copy'))).toEqual(await filesIn(at('fresh')));
  expect(await releasesOf('copy')).toMatchObject({
    dataset: datasetVersion(await readManifest(at('fresh'))),
    sessions: [{ session: sessionId(1) }, { session: sessionId(3) }],
  });
});

it('goes on after a kill only under the same grant', async () => {
  const sources = await granted([1]);
  const onProgress = (): never => {
    throw new Error('killed');
  };
  await expect(
    exportDataset(sources, { ...options('messages', 'out'), onProgress }),
  ).rejects.toThrow('killed');
  const another: GrantId = createId('grant', systemClock, systemRandom);
  const manifest = await exportDataset(
    sources.map((source) => ({ ...source, grant: another })),
    options('messages', 'out'),
  );
  expect(manifest.sessions).toMatchObject([{ consent: { grant: another } }]);
});

it('is told from another version by its list of releases', async () => {
  await pull('messages', 'out', [1]);
  expect(await checkDataset(at('out'))).toEqual([]);
  await pull('messages', 'other', [1, 2]);
  await writeFile(at('out.releases.json'), await readFile(at('other.releases.json')));
  expect(await checkDataset(at('out'))).toEqual([
    {
      where: 'out.releases.json',
      what: 'the list of releases is of another version of the dataset',
    },
  ]);
});

it('has no list where nothing was released, nor the list of another version', async () => {
  await pull('messages', 'gone', [1, 2]);
  const list = await readFile(at('gone.releases.json'));
  await writeFile(at('local.releases.json'), list);
  await exportDataset(await localSources([at('sessions')]), options('messages', 'local'));
  await pull('messages', 'other', [1, 3]);
  await writeFile(at('other.releases.json'), list);
  await dropSessions(at('other'), new Set([sessionId(3)]), at('copy'));
  const lists = (await readdir(world.folder)).filter((name) => name.endsWith('.json'));
  expect(lists).toEqual(['gone.releases.json', 'other.releases.json']);
});

it('leaves no half copy where the rows cannot be put back', async () => {
  await pull('messages', 'all', [1, 2]);
  await writeFile(at('all', 'messages.jsonl'), '{}\n');
  const dropped = dropSessions(at('all'), new Set([sessionId(2)]), at('copy'));
  await expect(dropped).rejects.toMatchObject({ code: 'badDataset' });
  expect(await readdir(world.folder)).toEqual(['all', 'all.releases.json', 'sessions']);
});
