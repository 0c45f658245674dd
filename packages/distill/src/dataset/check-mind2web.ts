/** The rules of Mind2Web rows. */
import { join } from 'node:path';
import { z } from 'zod';
import type { FormatCheck, Problem } from './check.ts';
import { readRows } from './rows.ts';
import { checkStepTimes, stepTimesSchema } from './step-times.ts';

const jsonText = <Value>(schema: z.ZodType<Value>) =>
  z.string().transform((text, context): Value => {
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: 'is not the JSON that it must be' });
      return z.NEVER;
    }
  });

const row = z.object({
  action_uid: z.string(),
  annotation_id: z.string(),
  operation: jsonText(z.object({ op: z.enum(['CLICK', 'TYPE', 'SELECT']), value: z.string() })),
  pos_candidates: z.array(
    jsonText(z.object({ tag: z.string(), attributes: jsonText(z.looseObject({})) })),
  ),
  neg_candidates: z.array(z.string()),
  confirmed_task: z.string(),
  screenshot: z.string(),
  action_reprs: z.array(z.string()),
  target_action_index: z.string(),
  target_action_reprs: z.string(),
  understudy: stepTimesSchema,
});

export const checkMind2Web: FormatCheck = async ({ folder, isKnown, hasImage }) => {
  const problems: Problem[] = [];
  const uids = new Set<string>();
  const name = 'mind2web.jsonl';
  for await (const { row: found, where } of readRows(join(folder, name), name, row, problems)) {
    const { operation, action_reprs: reprs } = found;
    const say = (what: string): void => {
      problems.push({ where, what });
    };
    if (uids.has(found.action_uid)) say('its uid is there twice');
    uids.add(found.action_uid);
    if (reprs[Number(found.target_action_index)] !== found.target_action_reprs) {
      say('its action is not the one at its index');
    }
    if (found.pos_candidates.length === 0) say('it has no target');
    if (operation.op === 'TYPE' && operation.value === '') say('it types nothing');
    if (operation.op === 'SELECT' && operation.value === '') say('it chooses nothing');
    for (const what of checkStepTimes([found.understudy])) say(what);
    if (!isKnown(found.annotation_id)) say('the session is not in the manifest');
    if (!(await hasImage(found.screenshot))) say('its image is missing');
  }
  return problems;
};
