/** The rules that every row of an AgentNet dataset keeps (spec/dataset.md). */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { FormatCheck, Problem } from './check.ts';
import { readRows } from './rows.ts';

const corner = z.number();
const bbox = z.tuple([corner, corner, corner, corner]);

const step = z.object({
  index: z.int(),
  image: z.string(),
  value: z.object({ code: z.string() }),
  understudy: z.object({
    kind: z.string(),
    start_ns: z.int(),
    frame_ns: z.int(),
    target: z.object({ bbox }).nullable(),
  }),
});

const row = z.object({
  task_id: z.string(),
  instruction: z.string(),
  traj: z.array(step).min(1),
});

type Step = z.infer<typeof step>;

/** Half of the last digit that the code keeps, on both sides. */
const tolerance = 0.0001;
const clickKinds = [
  'click',
  'doubleClick',
  'tripleClick',
  'rightClick',
  'middleClick',
  'longPress',
];

function coordinatesOf(code: string): readonly { x: number; y: number }[] {
  return [...code.matchAll(/\bx=(-?[\d.]+), y=(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

function checkStep(step: Step, index: number, isLast: boolean): readonly string[] {
  const what: string[] = [];
  const { kind, start_ns: startNs, frame_ns: frameNs, target } = step.understudy;
  const places = coordinatesOf(step.value.code);
  if (step.index !== index) what.push('its index is not its place');
  if (!places.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
    what.push('a coordinate is outside the frame');
  }
  if (frameNs >= startNs) what.push('its frame is not before its action');
  const [at] = places;
  if (clickKinds.includes(kind) && target !== null && at !== undefined) {
    const [left, top, right, bottom] = target.bbox;
    const inside =
      at.x >= left - tolerance &&
      at.x <= right + tolerance &&
      at.y >= top - tolerance &&
      at.y <= bottom + tolerance;
    if (!inside) what.push("the click is outside its target's box");
  }
  const terminates = step.value.code.startsWith('computer.terminate(');
  if (isLast && !terminates) what.push('the last step is not terminate');
  if (!isLast && terminates) what.push('a step comes after terminate');
  return what;
}

export const checkAgentNet: FormatCheck = async (folder, manifest) => {
  const problems: Problem[] = [];
  const known = new Set<string>(manifest.sessions.map(({ session }) => session));
  const seen = new Set<string>();
  const name = 'agentnet.jsonl';
  for await (const { row: found, where } of readRows(join(folder, name), name, row, problems)) {
    if (!known.has(found.task_id))
      problems.push({ where, what: 'the session is not in the manifest' });
    if (seen.has(found.task_id)) problems.push({ where, what: 'the session is there twice' });
    seen.add(found.task_id);
    for (const [index, entry] of found.traj.entries()) {
      const at = `${where} step ${index}`;
      const hasImage =
        basename(entry.image) === entry.image && existsSync(join(folder, 'images', entry.image));
      if (!hasImage) problems.push({ where: at, what: 'its image is missing' });
      for (const what of checkStep(entry, index, index === found.traj.length - 1)) {
        problems.push({ where: at, what });
      }
    }
  }
  return problems;
};
