/**
 * Sessions → those that are left when near-duplicates are collapsed. Reads each
 * once more than the export does, without its pictures.
 */
import { recordingToTrajectory } from '../trajectory.ts';
import { collapseNearDuplicates, outlineStep, type Outline } from '../near-duplicates.ts';
import type { Profile } from '../profile.ts';
import type { SessionSource } from './session-source.ts';

export interface CollapsedSources {
  readonly sources: readonly SessionSource[];
  /** How many sessions each that is left stands for, itself included. */
  readonly standsFor: ReadonlyMap<string, number>;
}

async function outlineOf(source: SessionSource, profile: Profile): Promise<Outline> {
  const { recording } = await source.open();
  const trajectory = await recordingToTrajectory(recording, { profile, images: false });
  const steps: string[] = [];
  for await (const { action } of trajectory.steps) steps.push(outlineStep(action));
  return { session: source.session, instruction: trajectory.instruction, steps };
}

export async function collapseSources(
  sources: readonly SessionSource[],
  profile: Profile,
): Promise<CollapsedSources> {
  const outlines: Outline[] = [];
  for (const source of sources.toSorted((a, b) => (a.session < b.session ? -1 : 1))) {
    outlines.push(await outlineOf(source, profile));
  }
  const standsFor = new Map<string, number>(
    collapseNearDuplicates(outlines).map(({ session, count }) => [session, count]),
  );
  return { sources: sources.filter(({ session }) => standsFor.has(session)), standsFor };
}
