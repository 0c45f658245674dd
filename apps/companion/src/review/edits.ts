/** The edits that a contributor can make before sharing, each over a whole session. */
import type { SessionId } from '@understudy/base';
import type { Box, RecordingEvent } from '@understudy/recording';
import { CompanionError } from '../error.ts';
import type { Home } from '../home.ts';
import type { SegmentLine } from '../journal.ts';
import type { SessionState } from '../session-state.ts';
import { editSession, type EditOptions, type SegmentEdit } from './edit-session.ts';
import { blackOutEvents, cutEvents, dropInput, type EditedEvents, type TimeRange } from './edit.ts';

/** Everything in the range goes. */
export function cutSession(
  home: Home,
  session: SessionId,
  range: TimeRange,
  options: EditOptions = {},
): Promise<SessionState> {
  return editRange(home, session, { kind: 'cut', range, ...options }, cutEvents);
}

/** What the person did in the range goes; the pictures stay. */
export function dropStep(
  home: Home,
  session: SessionId,
  range: TimeRange,
  options: EditOptions = {},
): Promise<SessionState> {
  return editRange(home, session, { kind: 'dropStep', range, ...options }, async (events, within) =>
    dropInput(events, within),
  );
}

export function blackOut(
  home: Home,
  session: SessionId,
  box: Box,
  range: TimeRange,
  options: EditOptions = {},
): Promise<SessionState> {
  return editRange(home, session, { kind: 'blackOut', range, ...options }, (events, within) =>
    blackOutEvents(events, box, within),
  );
}

async function editRange(
  home: Home,
  session: SessionId,
  editing: EditOptions & {
    readonly kind: 'cut' | 'dropStep' | 'blackOut';
    readonly range: TimeRange;
  },
  edit: (events: readonly RecordingEvent[], range: TimeRange) => Promise<EditedEvents>,
): Promise<SessionState> {
  const { range } = editing;
  if (!(range.fromNs >= 0 && range.fromNs < range.toNs)) {
    throw new CompanionError({
      code: 'badEdit',
      message: 'The range to change ends before it begins.',
      remedy: 'Give a start that lies before the end, as in: --from 0:12 --to 0:20',
    });
  }
  return editSession(home, session, {
    ...editing,
    touches: (line) => overlaps(line, range),
    edit: async (content, line): Promise<SegmentEdit> => {
      const { events, removed } = await edit(content.events, {
        fromNs: Math.max(range.fromNs, line.startNs),
        toNs: Math.min(range.toNs, line.endNs + 1),
      });
      return { content: { ...content, events }, removed };
    },
  });
}

function overlaps({ startNs, endNs }: SegmentLine, { fromNs, toNs }: TimeRange): boolean {
  return startNs < toNs && endNs >= fromNs;
}
