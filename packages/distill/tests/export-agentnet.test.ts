import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkDataset,
  exportDataset,
  localSources,
  profiles,
  type ExportOptions,
  type Manifest,
} from '../src/index.ts';
import { frameId } from './script.ts';
import { filesIn, header, sessionFolder, sessionId } from './session.ts';

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder([1, 2]);
});
afterEach(() => world.remove());

const options = (out: string): ExportOptions => ({
  format: 'agentnet',
  profile: profiles.agentnet,
  out: join(world.folder, out),
  licence: 'other',
  tool: 'understudy test',
});

async function exportTo(out: string, over: Partial<ExportOptions> = {}): Promise<Manifest> {
  const sources = await localSources([join(world.folder, 'sessions')]);
  return exportDataset(sources, { ...options(out), ...over });
}

const filesOf = (out: string) => filesIn(join(world.folder, out));

async function colourAt(out: string, frame: number, x: number): Promise<readonly number[]> {
  const path = join(world.folder, out, 'images', `${frameId(frame)}.png`);
  const pixel = await sharp(path)
    .extract({ left: x, top: 50, width: 1, height: 1 })
    .raw()
    .toBuffer();
  return [...pixel];
}

describe('an export as AgentNet rows', () => {
  it('refuses a destination that is there already', async () => {
    await exportTo('dataset');
    await expect(exportTo('dataset')).rejects.toMatchObject({ code: 'outExists' });
  });

  it('leaves nothing where there is nothing to export', async () => {
    const sources = await localSources([join(world.folder, 'sessions')]);
    const empty = sources.map((source) => ({
      ...source,
      open: async () => ({
        recording: {
          header: { ...header(1), session: source.session },
          events: (async function* () {})(),
        },
        releases: () => [],
        reportSha256: () => null,
        standIns: () => [],
        repairs: () => ({}),
      }),
    }));
    await expect(exportDataset(empty, options('dataset'))).rejects.toMatchObject({
      code: 'nothingToExport',
    });
    expect(await readdir(world.folder)).toEqual(['sessions']);
  });

  it('leaves nothing where a recording is bad, also where others before it were whole', async () => {
    const last = join(world.folder, 'sessions', sessionId(2), '1.mcap');
    const bytes = await readFile(last);
    const sources = await localSources([join(world.folder, 'sessions')]);
    await writeFile(last, bytes.subarray(0, -20));
    await expect(exportDataset(sources, options('bad'))).rejects.toMatchObject({
      code: 'truncated',
      message: expect.stringMatching(/^1\.mcap: /) as string,
    });
    expect(await readdir(world.folder)).toEqual(['sessions']);
  });

  it('is for its owner alone, in whatever way other files are made here', async () => {
    await exportTo('dataset');
    expect((await stat(join(world.folder, 'dataset'))).mode & 0o777).toBe(0o700);
  });

  it('has a line a session, a step an action, the image before it, and terminate at the end', async () => {
    await exportTo('dataset');
    const text = await readFile(join(world.folder, 'dataset', 'agentnet.jsonl'), 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      task_id: sessionId(1),
      instruction: 'Change the city of Ann',
      traj: [
        {
          index: 0,
          image: `${frameId(101)}.png`,
          value: { code: 'pyautogui.click(x=0.2, y=0.3)' },
          understudy: {
            kind: 'click',
            target: {
              role: 'button',
              name: 'Save',
              bbox: [0.1, 0.2, 0.3, 0.4],
              pixel_bbox: [20, 20, 60, 40],
            },
          },
        },
        {
          index: 1,
          image: `${frameId(103)}.png`,
          value: { code: "pyautogui.write(message='Ulm')" },
          understudy: { kind: 'type', target: { role: 'textbox', name: 'City' } },
        },
        { index: 2, value: { code: "computer.terminate(status='success')" } },
      ],
    });
  });

  it('paints each frame from its keyframe and patches', async () => {
    const sources = await localSources([join(world.folder, 'sessions')]);
    await exportDataset(sources, { ...options('dataset') });
    expect(await colourAt('dataset', 101, 150)).toEqual([255, 0, 0]);
    expect(await colourAt('dataset', 103, 150)).toEqual([0, 255, 0]);
  });

  it('says in its manifest whose sessions it holds, under which consent, and every file', async () => {
    const manifest = await exportTo('dataset');
    expect(manifest.sessions.map(({ session }) => session)).toEqual([sessionId(1), sessionId(2)]);
    expect(manifest.sessions[0]).toMatchObject({
      consent: { kind: 'consented' },
      steps: 3,
      redactionReportSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const list = await readFile(join(world.folder, 'dataset', 'SHA256SUMS'), 'utf8');
    const paths = list.split('\n').map((line) => line.slice(66));
    expect(paths.filter((path) => path.startsWith('images/'))).toHaveLength(4);
    expect(paths).toContain('agentnet.jsonl');
    expect(manifest.files.count).toBe(5);
  });

  it('gives the same bytes again', async () => {
    await exportTo('one');
    await exportTo('two');
    expect(await filesOf('one')).toEqual(await filesOf('two'));
  });

  it('goes on after a kill with the sessions that are not done yet', async () => {
    await exportTo('whole');
    const opened: string[] = [];
    const sources = (await localSources([join(world.folder, 'sessions')])).map((source) => ({
      ...source,
      open: () => {
        opened.push(source.session);
        return source.open();
      },
    }));
    const killed = exportDataset(sources, {
      ...options('resumed'),
      onProgress: () => {
        throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(existsSync(join(world.folder, 'resumed'))).toBe(false);
    await exportDataset(sources, options('resumed'));
    expect(opened).toEqual([sessionId(1), sessionId(2)]);
    expect(await filesOf('resumed')).toEqual(await filesOf('whole'));
  });
});

describe('the check of an AgentNet dataset', () => {
  async function problemsAfter(change: (text: string) => string): Promise<readonly string[]> {
    await exportTo('dataset');
    const path = join(world.folder, 'dataset', 'agentnet.jsonl');
    await writeFile(path, change(await readFile(path, 'utf8')));
    const problems = await checkDataset(join(world.folder, 'dataset'));
    return problems.map(({ what }) => what);
  }

  it.each([
    [
      'a coordinate outside the frame',
      'x=0.2, y=0.3',
      'x=1.2, y=0.3',
      'a coordinate is outside the frame',
    ],
    [
      'a click beside its target',
      'x=0.2, y=0.3',
      'x=0.9, y=0.9',
      "the click is outside its target's box",
    ],
    [
      'a frame after its action',
      '"frame_ns":0',
      '"frame_ns":99999999999',
      'its frame is not before its action',
    ],
    [
      'no terminate at the end',
      "computer.terminate(status='success')",
      'pass',
      'the last step is not terminate',
    ],
    [
      'a session of nobody',
      `"task_id":"${sessionId(1)}"`,
      '"task_id":"x"',
      'the session is not in the manifest',
    ],
    ['steps out of order', '"index":1', '"index":7', 'its index is not its place'],
    [
      'an image that is not there',
      `"image":"${frameId(101)}.png"`,
      '"image":"x.png"',
      'its image is missing',
    ],
    [
      'an image outside the dataset',
      `"image":"${frameId(101)}.png"`,
      '"image":"../images/a.png"',
      'its image is missing',
    ],
  ])('finds %s', async (_name, from, to, what) => {
    const problems = await problemsAfter((text) => text.replace(from, to));
    expect(problems).toContain(what);
    expect(problems).toContain('the file is not the one that was exported');
  });

  it('finds a line that is not JSON, and goes on', async () => {
    expect(await problemsAfter((text) => `{\n${text}`)).toContain('the line is not JSON');
  });

  it('finds an image that is gone', async () => {
    await exportTo('dataset');
    await rm(join(world.folder, 'dataset', 'images', `${frameId(101)}.png`));
    const problems = await checkDataset(join(world.folder, 'dataset'));
    expect(problems.map(({ what }) => what)).toEqual([
      'the file is missing',
      'its image is missing',
    ]);
  });

  it('finds nothing wrong with what was exported', async () => {
    await exportTo('dataset');
    expect(await checkDataset(join(world.folder, 'dataset'))).toEqual([]);
  });

  it('refuses a folder that is no dataset', async () => {
    await expect(checkDataset(world.folder)).rejects.toMatchObject({ code: 'notADataset' });
  });
});
