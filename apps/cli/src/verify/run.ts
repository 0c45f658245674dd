/** Every control, live and with its planted failure. Green: it holds, and the probe can tell. */
import { errorToLine } from '@understudy/base';
import { captureControls } from './capture-controls.ts';
import { Finding, type Control } from './control.ts';
import { deploymentControls, storageControl } from './deployment-controls.ts';
import { releaseControls } from './release-controls.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly green: boolean;
  /** What the live probe found, or null where the control held. */
  readonly live: string | null;
  /** What it found where the failure was planted, or null where it noticed nothing. */
  readonly planted: string | null;
}

function controlsFor(target: Target): readonly Control[] {
  const everywhere = [...releaseControls, ...captureControls, ...deploymentControls];
  return target.hasFiles ? [...everywhere, storageControl] : everywhere;
}

export async function runControls(
  target: Target,
  subject: Subject,
  onOutcome: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const control of controlsFor(target)) {
    const live = await findingOf(control, target, subject);
    const planted = await findingOf(control, control.plant(target, subject), subject);
    const { id, title } = control;
    const outcome = { id, title, live, planted, green: live === null && planted !== null };
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}

/** What could not be probed does not hold: every error is a finding. */
async function findingOf(
  control: Control,
  target: Target,
  subject: Subject,
): Promise<string | null> {
  try {
    await control.probe(target, subject);
    return null;
  } catch (error) {
    return error instanceof Finding ? error.message : errorToLine(error);
  }
}
