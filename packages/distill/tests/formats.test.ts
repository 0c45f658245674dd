import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkDataset,
  dropSessions,
  exportDataset,
  formats,
  localSources,
  profiles,
  type Format,
  type Manifest,
} from '../src/index.ts';
import { frameId } from './script.ts';
import { filesIn, sessionFolder, sessionId } from './session.ts';

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder([1, 2, 3]);
});
afterEach(() => world.remove());

const at = (...path: readonly string[]): string => join(world.folder, ...path);

async function exportAs(
  format: Format,
  out: string,
  numbers: readonly number[] = [1, 2, 3],
): Promise<Manifest> {
  const paths = numbers.map((number) => at('sessions', sessionId(number)));
  return exportDataset(await localSources(paths), {
    format,
    profile: profiles.agentnet,
    out: at(out),
    licence: 'other',
    tool: 'understudy test',
  });
}

const filesOf = (out: string) => filesIn(at(out));

async function linesOf(path: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe.each(formats)('a dataset as %s', (format) => {
  it('is sound, and the same bytes each time', async () => {
    await exportAs(format, 'one');
    await exportAs(format, 'two');
    expect(await checkDataset(at('one'))).toEqual([]);
    expect(await filesOf('one')).toEqual(await filesOf('two'));
  });

  it('without a session is what an export without it would be', async () => {
    await exportAs(format, 'all');
    await exportAs(format, 'fresh', [1, 3]);
    await dropSessions(at('all'), new Set([sessionId(2)]), at('copy'));
    expect(await filesOf('copy')).toEqual(await filesOf('fresh'));
    expect(await readdir(world.folder)).toEqual(['all', 'copy', 'fresh', 'sessions']);
  });

  it('is not made where nothing of it would remain', async () => {
    await exportAs(format, 'all', [1]);
    const dropped = dropSessions(at('all'), new Set([sessionId(1)]), at('copy'));
    await expect(dropped).rejects.toMatchObject({ code: 'nothingToExport' });
  });
});

describe('rows for chat trainers', () => {
  it('have the task, what was done, one image for each <image>, and the code', async () => {
    await exportAs('messages', 'out', [1]);
    const rows = await linesOf(at('out', 'messages.jsonl'));
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({
      messages: [
        { role: 'system' },
        {
          role: 'user',
          content:
            '<image>\nTask: Change the city of Ann\nActions so far: \n1. pyautogui.click(x=0.2, y=0.3)',
        },
        { role: 'assistant', content: "pyautogui.write(message='Ulm')" },
      ],
      images: [`images/${frameId(103)}.png`],
    });
  });

  it('are registered for LLaMA-Factory', async () => {
    await exportAs('messages', 'out', [1]);
    expect(JSON.parse(await readFile(at('out', 'dataset_info.json'), 'utf8'))).toMatchObject({
      understudy: {
        file_name: 'messages.jsonl',
        formatting: 'sharegpt',
        columns: { messages: 'messages', images: 'images' },
      },
    });
  });

  it('leave the coordinates to ms-swift, as pixels of the image', async () => {
    await exportAs('messages', 'out', [1]);
    const [click] = await linesOf(at('out', 'swift.jsonl'));
    expect(click).toMatchObject({
      messages: [{}, {}, { role: 'assistant', content: 'pyautogui.click(<bbox>)' }],
      objects: { bbox: [[40, 30]], bbox_type: 'real', image_id: [0] },
    });
  });
});

describe('conversations', () => {
  it('of Anthropic answer each tool use with the next picture', async () => {
    await exportAs('anthropic', 'out', [1]);
    const [row] = await linesOf(at('out', 'anthropic.jsonl'));
    expect(row).toMatchObject({
      tools: [{ type: 'computer_20250124', display_width_px: 200, display_height_px: 100 }],
      messages: [
        {
          role: 'user',
          content: [{ type: 'text', text: 'Change the city of Ann' }, { type: 'image' }],
        },
        { role: 'assistant', content: [{ input: { action: 'left_click', coordinate: [40, 30] } }] },
        { role: 'user', content: [{ type: 'tool_result', content: [{ type: 'image' }] }] },
        { role: 'assistant', content: [{ input: { action: 'type', text: 'Ulm' } }] },
        { role: 'user', content: [{ type: 'tool_result' }] },
        { role: 'assistant', content: [{ type: 'text' }] },
      ],
    });
  });

  it('of OpenAI answer each call with a screenshot', async () => {
    await exportAs('openai', 'out', [1]);
    const [row] = await linesOf(at('out', 'openai.jsonl'));
    expect(row).toMatchObject({
      input: [
        { role: 'user' },
        { type: 'computer_call', action: { type: 'click', button: 'left', x: 40, y: 30 } },
        { type: 'computer_call_output' },
        { type: 'computer_call', action: { type: 'type', text: 'Ulm' } },
        { type: 'computer_call_output' },
        { type: 'message', role: 'assistant' },
      ],
    });
  });
});

describe('rows of Mind2Web', () => {
  it('name element and operation as Mind2Web does, and count what is neither', async () => {
    const manifest = await exportAs('mind2web', 'out', [1]);
    const rows = await linesOf(at('out', 'mind2web.jsonl'));
    expect(rows).toMatchObject([
      { target_action_reprs: '[button]  Save -> CLICK', action_uid: `${sessionId(1)}-0` },
      { target_action_reprs: '[textbox]  City -> TYPE: Ulm', target_action_index: '1' },
    ]);
    expect(manifest.sessions[0]?.skipped).toEqual({ noEquivalent: 1 });
  });
});

describe('the times of a step', () => {
  const times = [
    { start_ns: 1_200_000_000, frame_ns: 0, lead_ns: 1_200_000_000 },
    { start_ns: 2_460_000_000, frame_ns: 2_260_000_000, lead_ns: 200_000_000 },
  ];

  it.each(['anthropic', 'openai'] as const)('stand in each row of %s', async (format) => {
    await exportAs(format, 'out', [1]);
    const [row] = await linesOf(at('out', `${format}.jsonl`));
    expect(row).toMatchObject({ understudy: { steps: [...times, {}] } });
  });

  it.each(['messages', 'mind2web'] as const)('stand in each row of %s', async (format) => {
    await exportAs(format, 'out', [1]);
    const rows = await linesOf(at('out', `${format}.jsonl`));
    expect(rows.slice(0, 2)).toMatchObject(times.map((understudy) => ({ understudy })));
  });
});

describe('Parquet shards', () => {
  it('hold a row a step with the picture inside, and Hugging Face’s features', async () => {
    await exportAs('parquet', 'out', [1]);
    const file = await asyncBufferFromFile(at('out', 'data', 'train-00000-of-00001.parquet'));
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      session: sessionId(1),
      step: 0,
      kind: 'click',
      x: 0.2,
      y: 0.3,
      start_ns: 1_200_000_000n,
    });
    const metadata = await parquetMetadataAsync(file);
    const info =
      metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value ?? '{}';
    expect(JSON.parse(info)).toMatchObject({ info: { features: { image: { _type: 'Image' } } } });
    expect(await readFile(at('out', 'README.md'), 'utf8')).toMatch(/^---\nlicense: other\n/);
    expect(await readdir(at('out'))).toEqual(['README.md', 'SHA256SUMS', 'data', 'dataset.json']);
  });
});

describe('the check finds', () => {
  const image = `images/${frameId(101)}.png`;

  it.each<[Format, string, string, string, string, string]>([
    [
      'messages',
      'messages.jsonl',
      'fewer images than <image>',
      `["${image}"]`,
      '[]',
      'there are not as many <image> as images',
    ],
    [
      'messages',
      'messages.jsonl',
      'roles that do not alternate',
      '"role":"user"',
      '"role":"assistant"',
      'the roles do not alternate',
    ],
    [
      'messages',
      'messages.jsonl',
      'a coordinate outside the frame',
      'pyautogui.click(x=0.2, y=0.3)"}',
      'pyautogui.click(x=1.2, y=0.3)"}',
      'a coordinate is outside the frame',
    ],
    [
      'messages',
      'messages.jsonl',
      'a step that is missing',
      '"step":1',
      '"step":4',
      'its step is not its place',
    ],
    [
      'messages',
      'messages.jsonl',
      'no terminate at the end',
      '"computer.terminate',
      '"computer.finish',
      'the last step is not terminate',
    ],
    [
      'messages',
      'messages.jsonl',
      'an image that is not there',
      image,
      'images/x.png',
      'its image is missing',
    ],
    [
      'messages',
      'swift.jsonl',
      'a box outside its image',
      '[[40,30]]',
      '[[400,30]]',
      'a box is outside its image',
    ],
    [
      'messages',
      'swift.jsonl',
      'fewer boxes than <bbox>',
      '[[40,30]]',
      '[]',
      'there are not as many <bbox> as boxes',
    ],
    [
      'anthropic',
      'anthropic.jsonl',
      'a coordinate outside the frame',
      '[40,30]',
      '[400,30]',
      'a coordinate is outside the frame',
    ],
    [
      'anthropic',
      'anthropic.jsonl',
      'a result of no call',
      '"tool_use_id":"toolu_000000"',
      '"tool_use_id":"toolu_9"',
      'the results are not of the calls before them',
    ],
    [
      'anthropic',
      'anthropic.jsonl',
      'roles that do not alternate',
      '"role":"assistant"',
      '"role":"user"',
      'the roles do not alternate',
    ],
    [
      'openai',
      'openai.jsonl',
      'a coordinate outside the frame',
      '"x":40',
      '"x":-4',
      'a coordinate is outside the frame',
    ],
    [
      'openai',
      'openai.jsonl',
      'an output of no call',
      '"type":"computer_call_output","call_id":"call_000000"',
      '"type":"computer_call_output","call_id":"x"',
      'the results are not of the calls before them',
    ],
    [
      'anthropic',
      'anthropic.jsonl',
      'a lead that is not so',
      '"lead_ns":',
      '"lead_ns":1',
      'its lead is not from its frame to its action',
    ],
    [
      'openai',
      'openai.jsonl',
      'an action before the one before it',
      '"steps":[',
      '"steps":[{"start_ns":9e12,"frame_ns":0,"lead_ns":9e12},',
      'its action is before the one before it',
    ],
    [
      'openai',
      'openai.jsonl',
      'no end',
      '"type":"message"',
      '"type":"nothing"',
      'the row does not follow its schema at input.5',
    ],
    [
      'mind2web',
      'mind2web.jsonl',
      'an action that is not at its index',
      '"target_action_index":"0"',
      '"target_action_index":"1"',
      'its action is not the one at its index',
    ],
    [
      'mind2web',
      'mind2web.jsonl',
      'no target',
      '"pos_candidates":["',
      '"pos_candidates":[],"x":["',
      'it has no target',
    ],
    [
      'mind2web',
      'mind2web.jsonl',
      'a session of nobody',
      `"annotation_id":"${sessionId(1)}"`,
      '"annotation_id":"x"',
      'the session is not in the manifest',
    ],
  ])('%s, %s: %s', async (format, file, _name, from, to, what) => {
    await exportAs(format, 'out', [1]);
    const before = await readFile(at('out', file), 'utf8');
    expect(before).toContain(from);
    await writeFile(at('out', file), before.replace(from, to));
    const problems = await checkDataset(at('out'));
    expect(problems.map((problem) => problem.what)).toContain(what);
  });

  it('parquet: a shard that is gone', async () => {
    await exportAs('parquet', 'out', [1]);
    await rm(at('out', 'data', 'train-00000-of-00001.parquet'));
    const problems = await checkDataset(at('out'));
    expect(problems.map(({ what }) => what)).toEqual(['the file is missing', 'there is no shard']);
  });

  it('mcap: a segment that is missing in the middle, and one that is damaged', async () => {
    await exportAs('mcap', 'out', [1]);
    const home = at('out', 'segments', sessionId(1));
    const name = join(home, '00000.mcap');
    const bytes = await readFile(name);
    await writeFile(join(home, '00002.mcap'), bytes);
    await writeFile(name, bytes.subarray(0, bytes.byteLength - 30));
    const problems = await checkDataset(at('out'));
    expect(problems.map(({ what }) => what)).toEqual([
      'the file is not the one that was exported',
      'it cannot be read (truncated)',
      'its index is not its place',
    ]);
  });
});
