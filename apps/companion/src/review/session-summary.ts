/**
 * What a contributor lets researchers know of a shared session: how many
 * actions of which kind, and whether the recording is whole. No content, and
 * nothing of the person.
 */
import { summaryActions, type SessionSummary } from '@understudy/consent';
import type { CompanionTimeline } from '@understudy/protocol';
import type { Home } from '../home.ts';
import type { SessionState } from '../session-state.ts';
import { readTimeline } from './timeline.ts';

export async function readSummary(home: Home, state: SessionState): Promise<SessionSummary> {
  const { steps } = await readTimeline(home, state);
  const actions: SessionSummary['actions'] = Object.fromEntries(
    summaryActions
      .map((kind) => [kind, steps.filter((step) => step.kind === kind).length] as const)
      .filter(([, count]) => count > 0),
  );
  return { actions, quality: checkSession(state, steps) };
}

/** Of the actions, whose picture before them must be there. */
const pictured = 0.9;

/** `replayed` takes a replay, which no device makes by itself. */
function checkSession(
  { problems, tier }: SessionState,
  steps: CompanionTimeline['steps'],
): 'plausible' | 'failed' | null {
  if (steps.length === 0) return null;
  const withPicture = steps.filter(({ frame }) => frame !== null).length;
  const seen = tier !== 'screen' || withPicture >= steps.length * pictured;
  return problems.length === 0 && seen ? 'plausible' : 'failed';
}
