/** Our Parquet as a researcher reads it: with DuckDB. */
import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportDataset, localSources, profiles } from '../src/index.ts';
import { frameId } from './script.ts';
import { sessionFolder } from './session.ts';

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder([1, 2]);
});
afterEach(() => world.remove());

it('a shard is a table with types, lists and pictures, one row a step', async () => {
  const out = join(world.folder, 'out');
  await exportDataset(await localSources([join(world.folder, 'sessions')]), {
    format: 'parquet',
    profile: profiles.agentnet,
    out,
    licence: 'other',
    tool: 'understudy test',
  });
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const rows = async (select: string, more: string): Promise<unknown> => {
    const query = `select ${select} from '${join(out, 'data', '*.parquet')}' ${more}`;
    return (await connection.runAndReadAll(query)).getRowObjectsJS();
  };
  try {
    const counted = await rows('kind, count(*)::int as steps', 'group by kind order by kind');
    expect(counted).toEqual([
      { kind: 'click', steps: 2 },
      { kind: 'terminate', steps: 2 },
      { kind: 'type', steps: 2 },
    ]);
    const times = 'start_ns - frame_ns = lead_ns as led, frame_ns < start_ns as before';
    const picture = 'octet_length(image.bytes) > 50 as pictured, image.path as path';
    const clicks = await rows(
      `x, target_name, target_bbox, ${times}, ${picture}`,
      "where kind = 'click' order by session limit 1",
    );
    expect(clicks).toEqual([
      {
        x: 0.2,
        target_name: 'Save',
        target_bbox: [0.1, 0.2, 0.3, 0.4],
        led: true,
        before: true,
        pictured: true,
        path: `${frameId(101)}.png`,
      },
    ]);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
});
