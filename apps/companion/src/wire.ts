/** Session state → the shape of the local contract. */
import type { CompanionSession } from '@understudy/protocol';
import type { SessionState } from './session-state.ts';

export function sessionToWire(state: SessionState): CompanionSession {
  return {
    session: state.session,
    program: state.program,
    receipt: state.receipt,
    tier: state.tier,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    durationNs: state.durationNs,
    stopReason: state.stopReason,
    status: state.status,
    reviewed: state.reviewed,
    outcome: state.outcome,
    sent: state.sent,
    segments: state.segments.map(({ segment, index, startNs, endNs, sizeBytes }) => ({
      segment,
      index,
      startNs,
      endNs,
      sizeBytes,
      uploaded: state.uploaded.has(segment),
    })),
    apps: union(state.segments.map(({ apps }) => apps)),
    origins: union(state.segments.map(({ origins }) => origins)),
    edits: state.edits.map((edit) => ({ ...edit })),
    accounting: { ...state.accounting, dropped: { ...state.accounting.dropped } },
    problems: [...state.problems],
  };
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].toSorted();
}
