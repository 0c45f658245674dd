/**
 * What an export saw of a session's steps → the reasons of its quality record:
 * facts with their counts, never a score; about the session, never the person.
 */
import type { ReductionCounts } from '../action.ts';
import type { Step, Trajectory } from '../trajectory.ts';

export interface SessionEvidence {
  /** The same steps, each seen on its way. */
  watch(trajectory: Trajectory): AsyncGenerator<Step>;
  /** What the reducer counted; null: no steps were read. */
  counts(): ReductionCounts | null;
  /** @param repairs how often the recording was put right or left something out. */
  reasons(repairs: number): readonly string[];
}

export function createSessionEvidence(): SessionEvidence {
  const seen = { steps: 0, pictured: 0, pointer: 0, named: 0, withheld: 0 };
  let counts: ReductionCounts | null = null;

  const see = ({ action, image }: Step): void => {
    if (action.kind === 'terminate') return;
    seen.steps += 1;
    if (image !== null) seen.pictured += 1;
    if ('at' in action) seen.pointer += 1;
    if ('at' in action && action.target !== null && action.target.name !== '') seen.named += 1;
    if (action.kind === 'type' && action.text === null) seen.withheld += 1;
  };

  return {
    watch: async function* watch(trajectory) {
      for await (const step of trajectory.steps) {
        see(step);
        yield step;
      }
      counts = trajectory.counts();
    },
    counts: () => counts,
    reasons: (repairs) => {
      const { steps, pictured, pointer, named, withheld } = seen;
      return [
        `${pictured} of ${steps} steps have a picture of before them`,
        ...(pointer > 0 ? [`${named} of ${pointer} pointer steps name their control`] : []),
        ...(withheld > 0 ? [`${withheld} steps are typing that was withheld`] : []),
        ...(repairs > 0
          ? [`${repairs} times the recording was put right, or lacks something`]
          : []),
      ];
    },
  };
}
