/** The rules of the Parquet shards, row by row. */
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { actionKinds } from '../action.ts';
import type { FormatCheck, Problem } from './check.ts';
import { checkTarget, isShare } from './check-place.ts';
import { checkStepTimes } from './step-times.ts';
import { readShard, shardNames } from './parquet.ts';

const share = z.number().nullable();
const nanoseconds = z.bigint().transform(Number);
const row = z.object({
  session: z.string(),
  step: z.number(),
  image: z.object({ bytes: z.instanceof(Uint8Array), path: z.string() }),
  image_width: z.number(),
  image_height: z.number(),
  kind: z.enum(actionKinds),
  code: z.string(),
  text: z.string().nullable(),
  x: share,
  y: share,
  to_x: share,
  to_y: share,
  target_bbox: z.array(z.number()).nullable(),
  start_ns: nanoseconds,
  frame_ns: nanoseconds,
  lead_ns: nanoseconds,
});
type Row = z.infer<typeof row>;

async function checkRow(found: Row): Promise<readonly string[]> {
  const what: string[] = [];
  const { x, y, to_x: toX, to_y: toY, target_bbox: box } = found;
  const places = [
    ...(x === null || y === null ? [] : [{ x, y }]),
    ...(toX === null || toY === null ? [] : [{ x: toX, y: toY }]),
  ];
  const [at] = places;
  if (!places.every(isShare)) what.push('a coordinate is outside the frame');
  what.push(...checkStepTimes([found]));
  what.push(...checkTarget(found.kind, at, box));
  if (found.kind === 'choose' && (found.text ?? '') === '') what.push('it chooses nothing');
  const image = await sharp(found.image.bytes)
    .metadata()
    .catch(() => null);
  if (image === null) what.push('its image cannot be read');
  else if (image.width !== found.image_width || image.height !== found.image_height) {
    what.push('its image is not of the size that it says');
  }
  return what;
}

interface LastRow {
  readonly session: string;
  readonly step: number;
  readonly kind: string;
  readonly where: string;
}

/** The session's steps in order, with terminate at the end. */
function createOrderCheck(problems: Problem[]) {
  let last: LastRow | null = null;
  const close = (): void => {
    if (last !== null && last.kind !== 'terminate') {
      problems.push({ where: last.where, what: 'the last step is not terminate' });
    }
  };
  return {
    see: (row: LastRow): void => {
      const goesOn = last !== null && last.session === row.session;
      if (!goesOn) close();
      if (row.step !== (goesOn && last !== null ? last.step + 1 : 0)) {
        problems.push({ where: row.where, what: 'its step is not its place' });
      }
      last = row;
    },
    close,
  };
}

export const checkParquet: FormatCheck = async ({ folder, isKnown }) => {
  const problems: Problem[] = [];
  const order = createOrderCheck(problems);
  const names = await shardNames(folder);
  if (names.length === 0) problems.push({ where: 'data', what: 'there is no shard' });
  for (const name of names) {
    let number = 0;
    for await (const value of readShard(join(folder, 'data', name))) {
      number += 1;
      const where = `data/${name} row ${number}`;
      const parsed = row.safeParse(value);
      if (!parsed.success) {
        const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
        problems.push({ where, what: `the row does not follow its schema at ${paths}` });
        continue;
      }
      const found = parsed.data;
      const { session, step, kind } = found;
      order.see({ session, step, kind, where });
      if (!isKnown(session)) problems.push({ where, what: 'the session is not in the manifest' });
      for (const what of await checkRow(found)) problems.push({ where, what });
    }
  }
  order.close();
  return problems;
};
