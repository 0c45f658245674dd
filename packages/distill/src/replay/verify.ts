/**
 * A session → its quality record: the replay reached the outcome, and the same
 * replay without the last step did not (else the check is void: it would have
 * passed anything). Reasons, never a score; about the session, never the person.
 */
import type { SessionId } from '@understudy/base';
import type { Action } from '../action.ts';
import type { QualityRecord, ReplayedBy } from './quality.ts';

export interface ReplayWorld {
  /** The beginning of the task: a fresh profile or desktop, its server as it was then. */
  open(): Promise<OpenWorld>;
}

export interface OpenWorld {
  /** Does it, waits for what it loads, and says how its place was found. */
  do(action: Action): Promise<ReplayedBy>;
  /** Whether the task is done. */
  isDone(): Promise<boolean>;
  close(): Promise<void>;
}

export interface VerifyOptions {
  /** Also replays without each step in turn, to find those that change nothing. */
  readonly ablate: boolean;
  readonly onProgress?: (line: string) => void;
}

interface ReplayedStep {
  readonly index: number;
  readonly kind: Action['kind'];
  readonly by: ReplayedBy;
}

interface Replayed {
  readonly done: boolean;
  readonly steps: readonly ReplayedStep[];
}

async function replay(
  actions: readonly Action[],
  without: number | null,
  world: ReplayWorld,
): Promise<Replayed> {
  const opened = await world.open();
  try {
    const steps: ReplayedStep[] = [];
    for (const [index, action] of actions.entries()) {
      if (index === without) continue;
      const by = await opened.do(action);
      steps.push({ index, kind: action.kind, by });
      // What follows a step that could not be done is no replay of the session.
      if (by === 'notDone') return { done: false, steps };
    }
    return { done: await opened.isDone(), steps };
  } finally {
    await opened.close();
  }
}

const changesSomething = ({ kind }: Action): boolean => kind !== 'wait' && kind !== 'terminate';

export async function verifySession(
  session: SessionId,
  actions: readonly Action[],
  world: ReplayWorld,
  options: VerifyOptions,
): Promise<QualityRecord> {
  const { onProgress = () => undefined } = options;
  onProgress('Replaying the session.');
  const whole = await replay(actions, null, world);
  const record = (
    verdict: QualityRecord['verdict'],
    reasons: readonly string[],
    redundant: ReadonlyMap<number, boolean> = new Map(),
  ): QualityRecord => ({
    session,
    verdict,
    reasons: [...reasons],
    steps: whole.steps.map((step) => ({ ...step, redundant: redundant.get(step.index) ?? null })),
  });
  const stuck = whole.steps.find(({ by }) => by === 'notDone');
  if (stuck !== undefined) {
    return record('failed', [`step ${stuck.index} (${stuck.kind}) could not be done`]);
  }
  if (!whole.done) return record('failed', ['all steps were done, and the outcome is not there']);
  const last = actions.findLastIndex(changesSomething);
  if (last === -1) return record('void', ['the session has no step that changes anything']);
  onProgress('Replaying without the last step, which must fail.');
  if ((await replay(actions, last, world)).done) {
    return record('void', ['the outcome is there without the last step too: it proves nothing']);
  }
  const byCoordinates = whole.steps.filter(({ by }) => by === 'coordinates').length;
  const reasons = [
    'the outcome is there after the replay, and is not without its last step',
    ...(byCoordinates > 0 ? [`${byCoordinates} steps were found by coordinates only`] : []),
  ];
  const redundant = new Map<number, boolean>();
  if (options.ablate) {
    for (const [index, action] of actions.entries()) {
      if (!changesSomething(action) || index === last) continue;
      onProgress(`Replaying without step ${index}.`);
      redundant.set(index, (await replay(actions, index, world)).done);
    }
    const count = [...redundant.values()].filter(Boolean).length;
    if (count > 0) reasons.push(`the outcome is there without any one of ${count} steps`);
  }
  return record('verified', reasons, redundant);
}
