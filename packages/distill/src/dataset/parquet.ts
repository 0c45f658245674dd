/**
 * Trajectory → Parquet, one row a step with its picture inside, in shards of a
 * bounded size and with a dataset card (Hugging Face's conventions). Sessions
 * wait as rows and pictures on disk; a row group at a time is in memory.
 */
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cardOf } from './card.ts';
import {
  imageName,
  seenSteps,
  type DatasetFormat,
  type Restored,
  type SeenStep,
} from './format.ts';
import { actionTarget, normaliseBox } from './image-place.ts';
import { columns, huggingFaceInfo, parquetSchema, type ParquetRow } from './parquet-schema.ts';
import { shardFolder, type StagedFolder } from './staging.ts';
import type { Trajectory } from '../trajectory.ts';

const rows = 'parquet';
/** Hugging Face's advice for shards; pictures make nearly all of it. */
const shardBytes = 500 * 1024 * 1024;
const rowGroupBytes = 32 * 1024 * 1024;
const rowGroupRows = 256;

function stepToRow({ action, image }: SeenStep, step: number, trajectory: Trajectory): ParquetRow {
  const { header, instruction, profile } = trajectory;
  const { origin } = header;
  const { scene } = action;
  const at = 'at' in action ? action.at.normalised : null;
  const to = action.kind === 'drag' ? action.to.normalised : null;
  const target = actionTarget(action);
  return {
    session: header.session,
    step,
    instruction: instruction ?? '',
    image: imageName(image),
    image_width: image.size.width,
    image_height: image.size.height,
    kind: action.kind,
    code: action.code,
    x: at?.x ?? null,
    y: at?.y ?? null,
    to_x: to?.x ?? null,
    to_y: to?.y ?? null,
    text: 'text' in action ? action.text : null,
    keys: 'keys' in action ? action.keys : null,
    target_role: target?.role ?? null,
    target_name: target?.name ?? null,
    target_bbox: target === null ? null : normaliseBox(target.box, scene.screen ?? image.size),
    app: scene.app,
    url: scene.url,
    start_ns: action.startNs,
    end_ns: action.endNs,
    frame_ns: action.observation.timeNs,
    lead_ns: action.observation.leadNs,
    program: origin.kind === 'consented' ? origin.program : null,
    receipt: origin.kind === 'consented' ? origin.receipt : null,
    profile: `${profile.name}/${profile.version}`,
  };
}

interface FullRow {
  readonly row: ParquetRow;
  readonly bytes: Uint8Array;
}

function columnData(group: readonly FullRow[]) {
  return columns.map(([name, kind]) => ({
    name,
    data: group.map(({ row, bytes }) => {
      const value = row[name];
      if (kind === 'image') return { bytes, path: value };
      return kind === 'int64' && typeof value === 'number' ? BigInt(value) : value;
    }),
  }));
}

async function* waitingRows(
  staging: StagedFolder,
  keys: readonly string[],
): AsyncGenerator<FullRow> {
  for (const key of keys) {
    const part = staging.partFile(key, rows);
    if (part === null) continue;
    for await (const line of createInterface({ input: createReadStream(part, 'utf8') })) {
      const row = JSON.parse(line) as ParquetRow;
      yield { row, bytes: new Uint8Array(await readFile(join(staging.waiting, row.image))) };
    }
  }
}

/** Rows in groups that fit into memory. */
async function* rowGroups(rows: AsyncIterable<FullRow>): AsyncGenerator<readonly FullRow[]> {
  let group: FullRow[] = [];
  let bytes = 0;
  for await (const full of rows) {
    group.push(full);
    bytes += full.bytes.byteLength;
    if (group.length < rowGroupRows && bytes < rowGroupBytes) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}

function openShard(path: string): ParquetWriter {
  return new ParquetWriter({
    writer: fileWriter(path),
    schema: parquetSchema,
    // The pictures are compressed already, and everything else is small beside them.
    codec: 'UNCOMPRESSED',
    statistics: false,
    kvMetadata: [{ key: 'huggingface', value: huggingFaceInfo }],
    createdBy: 'understudy',
  });
}

async function writeShards(staging: StagedFolder, keys: readonly string[]): Promise<void> {
  const data = join(staging.folder, shardFolder);
  await rm(data, { recursive: true, force: true });
  await mkdir(data);
  const paths: string[] = [];
  let shard: ParquetWriter | null = null;
  let bytes = 0;
  for await (const group of rowGroups(waitingRows(staging, keys))) {
    if (shard === null) {
      const path = join(data, `shard-${String(paths.length).padStart(5, '0')}`);
      paths.push(path);
      shard = openShard(path);
    }
    await shard.write({ columnData: columnData(group), rowGroupSize: group.length });
    bytes += group.reduce((sum, full) => sum + full.bytes.byteLength, 0);
    if (bytes < shardBytes) continue;
    await shard.finish();
    shard = null;
    bytes = 0;
  }
  await shard?.finish();
  const all = String(paths.length).padStart(5, '0');
  for (const [index, path] of paths.entries()) {
    await rename(path, join(data, `train-${String(index).padStart(5, '0')}-of-${all}.parquet`));
  }
}

export async function shardNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, shardFolder)).catch(() => []);
  return names.filter((name) => name.endsWith('.parquet')).toSorted();
}

/** The rows of a shard, a few at a time. */
export async function* readShard(path: string): AsyncGenerator<Record<string, unknown>> {
  const file = await asyncBufferFromFile(path);
  const step = 64;
  for (let rowStart = 0; ; rowStart += step) {
    const found = await parquetReadObjects({
      file,
      rowStart,
      rowEnd: rowStart + step,
      utf8: false,
    });
    // An empty list comes back as undefined.
    for (const row of found) {
      yield Object.fromEntries(columns.map(([name]) => [name, row[name] ?? null]));
    }
    if (found.length < step) return;
  }
}

function restoreRow(found: Record<string, unknown>): Restored {
  const { bytes, path } = found['image'] as { bytes: Uint8Array; path: string };
  // The dataset may come from anybody: a name, and no way out of the folder.
  const image = { bytes, path: basename(path) };
  const row = Object.fromEntries(
    columns.map(([name, kind]) => {
      const value = found[name] ?? null;
      if (kind === 'image') return [name, image.path];
      return [name, typeof value === 'bigint' ? Number(value) : value];
    }),
  );
  return {
    kind: 'row',
    session: String(found['session']),
    rows,
    line: JSON.stringify(row),
    images: [{ name: image.path, bytes: image.bytes }],
  };
}

export const parquetFormat: DatasetFormat = {
  name: 'parquet',
  images: 'waiting',
  writeSession: async (session, sink) => {
    const trajectory = await session.toTrajectory();
    let step = 0;
    for await (const seen of seenSteps(trajectory, sink)) {
      await sink.saveImage(seen.image);
      await sink.writeRow(JSON.stringify(stepToRow(seen, step, trajectory)), rows);
      sink.countStep();
      step += 1;
    }
  },
  finish: async (staging, keys, manifest) => {
    await writeShards(staging, keys);
    await staging.writeFile('README.md', cardOf(manifest));
  },
  restore: async function* restore(folder) {
    for (const name of await shardNames(folder)) {
      for await (const found of readShard(join(folder, shardFolder, name))) yield restoreRow(found);
    }
  },
};
