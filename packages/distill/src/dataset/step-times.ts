/**
 * A step → when its action began, and when the picture that its row shows was
 * taken: under `understudy` in the rows, so that who holds only the dataset can
 * refuse a picture of what came after.
 */
import { z } from 'zod';
import type { SeenStep } from './format.ts';

export const stepTimesSchema = z.object({
  start_ns: z.int(),
  frame_ns: z.int(),
  lead_ns: z.int(),
});
export type StepTimes = z.infer<typeof stepTimesSchema>;

export function stepToTimes({ action }: SeenStep): StepTimes {
  const { timeNs, leadNs } = action.observation;
  return { start_ns: action.startNs, frame_ns: timeNs, lead_ns: leadNs };
}

/** What is wrong with the steps of one session, in their order. */
export function checkStepTimes(steps: readonly StepTimes[]): readonly string[] {
  const what: string[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { start_ns: startNs, frame_ns: frameNs, lead_ns: leadNs } of steps) {
    if (frameNs >= startNs) what.push('its frame is not before its action');
    if (leadNs !== startNs - frameNs) what.push('its lead is not from its frame to its action');
    if (startNs < before) what.push('its action is before the one before it');
    before = startNs;
  }
  return what;
}
