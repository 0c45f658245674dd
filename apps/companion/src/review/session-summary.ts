/** What a contributor lets researchers know of a shared session: how many actions of which kind, no content. */
import { summaryActions, type SessionSummary } from '@understudy/consent';
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
  return { actions, quality: null };
}
