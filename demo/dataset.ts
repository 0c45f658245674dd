/** An exported AgentNet dataset → the demo's steps: picture, code, place, target. */
import type { Box, Point } from '@understudy/recording';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export interface DemoStep {
  readonly index: number;
  readonly kind: string;
  readonly code: string;
  /** Absolute path of the frame before the action. */
  readonly image: string;
  readonly startNs: number;
  /** How long before the action the frame was taken; must be above 0. */
  readonly leadNs: number;
  /** Pixels of the frame. */
  readonly size: { readonly width: number; readonly height: number };
  readonly point: Point | null;
  readonly target: { readonly role: string; readonly name: string; readonly box: Box } | null;
}

export interface DemoDataset {
  readonly instruction: string;
  readonly steps: readonly DemoStep[];
}

const rowSchema = z.object({
  instruction: z.string(),
  traj: z.array(
    z.object({
      index: z.number(),
      image: z.string(),
      value: z.object({ code: z.string() }),
      understudy: z.object({
        kind: z.string(),
        start_ns: z.number(),
        lead_ns: z.number(),
        image_size: z.tuple([z.number(), z.number()]),
        target: z
          .object({
            role: z.string(),
            name: z.string(),
            pixel_bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
          })
          .nullable(),
      }),
    }),
  ),
});

/** Every row of every .jsonl file below `dir`. */
export async function readDataset(dir: string): Promise<readonly DemoDataset[]> {
  const files = await readdir(dir, { recursive: true });
  const rows: DemoDataset[] = [];
  for (const file of files.filter((name) => name.endsWith('.jsonl')).toSorted()) {
    for (const line of (await readFile(join(dir, file), 'utf8')).split('\n')) {
      if (line === '') continue;
      const row = rowSchema.parse(JSON.parse(line));
      const imageOf = (name: string): string => {
        const found = files.find((path) => path === name || path.endsWith(`/${name}`));
        if (found === undefined) throw new Error('A row names a picture that the dataset lacks.');
        return join(dir, found);
      };
      rows.push({
        instruction: row.instruction,
        steps: row.traj.map((step) => toStep(step, imageOf)),
      });
    }
  }
  return rows;
}

function toStep(
  step: z.output<typeof rowSchema>['traj'][number],
  imageOf: (name: string) => string,
): DemoStep {
  const { kind, start_ns, lead_ns, image_size, target } = step.understudy;
  const size = { width: image_size[0], height: image_size[1] };
  return {
    index: step.index,
    kind,
    code: step.value.code,
    image: imageOf(step.image),
    startNs: start_ns,
    leadNs: lead_ns,
    size,
    point: placeInCode(step.value.code, size),
    target:
      target === null
        ? null
        : { role: target.role, name: target.name, box: cornersToBox(target.pixel_bbox) },
  };
}

/** Where the code itself points, in pixels: the truth for whoever runs it. */
function placeInCode(code: string, size: DemoStep['size']): Point | null {
  const found = /x=(-?[\d.]+), y=(-?[\d.]+)/.exec(code);
  if (found === null) return null;
  return { x: Number(found[1]) * size.width, y: Number(found[2]) * size.height };
}

function cornersToBox([x, y, right, bottom]: readonly [number, number, number, number]): Box {
  return { x, y, width: right - x, height: bottom - y };
}
