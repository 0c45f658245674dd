/** The rules that every row of an AgentNet dataset keeps (spec/dataset.md). */
import { join } from 'node:path';
import { z } from 'zod';
import { actionKinds } from '../action.ts';
import type { FormatCheck, Problem } from './check.ts';
import { checkTarget, coordinatesOf, isShare } from './check-place.ts';
import { readRows } from './rows.ts';
import { checkStepTimes, stepTimesSchema } from './step-times.ts';

const corner = z.number();

const step = z.object({
  index: z.int(),
  image: z.string(),
  value: z.object({ code: z.string() }),
  understudy: stepTimesSchema.extend({
    kind: z.enum(actionKinds),
    target: z.object({ bbox: z.tuple([corner, corner, corner, corner]) }).nullable(),
  }),
});

const row = z.object({
  task_id: z.string(),
  instruction: z.string(),
  traj: z.array(step).min(1),
});

type Step = z.infer<typeof step>;

function checkStep({ index, value, understudy }: Step, place: number, isLast: boolean): string[] {
  const what: string[] = [];
  const { kind, target } = understudy;
  const places = coordinatesOf(value.code);
  const [at] = places;
  if (index !== place) what.push('its index is not its place');
  if (!places.every(isShare)) what.push('a coordinate is outside the frame');
  what.push(...checkTarget(kind, at, target?.bbox ?? null));
  const terminates = value.code.startsWith('computer.terminate(');
  if (isLast && !terminates) what.push('the last step is not terminate');
  if (!isLast && terminates) what.push('a step comes after terminate');
  return what;
}

export const checkAgentNet: FormatCheck = async ({ folder, isKnown, hasImage }) => {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const name = 'agentnet.jsonl';
  for await (const { row: found, where } of readRows(join(folder, name), name, row, problems)) {
    if (!isKnown(found.task_id))
      problems.push({ where, what: 'the session is not in the manifest' });
    if (seen.has(found.task_id)) problems.push({ where, what: 'the session is there twice' });
    seen.add(found.task_id);
    for (const what of checkStepTimes(found.traj.map((entry) => entry.understudy))) {
      problems.push({ where, what });
    }
    for (const [place, entry] of found.traj.entries()) {
      const at = `${where} step ${place}`;
      if (!(await hasImage(`images/${entry.image}`))) {
        problems.push({ where: at, what: 'its image is missing' });
      }
      for (const what of checkStep(entry, place, place === found.traj.length - 1)) {
        problems.push({ where: at, what });
      }
    }
  }
  return problems;
};
