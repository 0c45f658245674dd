/** The edits that a contributor can make before sharing, each over a whole session. */
import type { SessionId } from '@understudy/base';
import type { Box, RecordingEvent } from '@understudy/recording';
import { CompanionError } from '../error.ts';
import type { Home } from '../home.ts';
import type { SegmentLine } from '../journal.ts';
import type { SessionState } from '../session-state.ts';
import { readSession } from '../sessions.ts';
import { editSession, type EditOptions, type SegmentEdit } from './edit-session.ts';
import { createCut } from './cut.ts';
import { blackOutEvents, dropInput, type EditedEvents, type TimeRange } from './edit.ts';
import { createResidue } from './residue.ts';

/** Everything in the range goes, and what of it still stands on the screen afterwards is covered. */
export async function cutSession(
  home: Home,
  session: SessionId,
  range: TimeRange,
  options: EditOptions = {},
): Promise<SessionState> {
  requireRange(range);
  const { segments, edits } = await readSession(home, session);
  const touched = segments.filter((line) => overlaps(line, range));
  const [first] = touched;
  const last = touched.at(-1);
  const residue = createResidue({
    // A step that was dropped left its pictures, and nothing that tells of it.
    fromStart: first?.index === 0 && edits.every(({ edit }) => edit !== 'dropStep'),
  });
  const toNs = Math.min(range.toNs, (last?.endNs ?? 0) + 1);
  const cut = createCut({ fromNs: range.fromNs, toNs }, residue);
  // Its last picture is the screen as the cut found it.
  const before = segments.findLast(({ endNs }) => endNs < range.fromNs)?.index;
  return editSession(home, session, {
    kind: 'cut',
    range,
    ...options,
    touches: (line) =>
      line.index === before ||
      overlaps(line, range) ||
      (line.startNs >= range.toNs && !cut.isGone()),
    edit: async ({ events, ...content }, line): Promise<SegmentEdit | null> => {
      if (line.index === before) {
        await cut.see(events);
        return null;
      }
      const edited = overlaps(line, range)
        ? await cut.take(events, line.index === last?.index)
        : { events: await cut.show(events), removed: 0 };
      return { content: { ...content, events: edited.events }, removed: edited.removed };
    },
  });
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
    readonly kind: 'dropStep' | 'blackOut';
    readonly range: TimeRange;
  },
  edit: (events: readonly RecordingEvent[], range: TimeRange) => Promise<EditedEvents>,
): Promise<SessionState> {
  const { range } = editing;
  requireRange(range);
  return editSession(home, session, {
    ...editing,
    touches: (line) => overlaps(line, range),
    edit: async (content, line): Promise<SegmentEdit> => {
      const { events, removed } = await edit(content.events, clipRange(range, line));
      return { content: { ...content, events }, removed };
    },
  });
}

function overlaps({ startNs, endNs }: SegmentLine, { fromNs, toNs }: TimeRange): boolean {
  return startNs < toNs && endNs >= fromNs;
}

/** What of the range lies in the segment. */
function clipRange({ fromNs, toNs }: TimeRange, { startNs, endNs }: SegmentLine): TimeRange {
  return { fromNs: Math.max(fromNs, startNs), toNs: Math.min(toNs, endNs + 1) };
}

/** @throws CompanionError `badEdit` */
function requireRange(range: TimeRange): void {
  if (!(range.fromNs >= 0 && range.fromNs < range.toNs)) {
    throw new CompanionError({
      code: 'badEdit',
      message: 'The range to change ends before it begins.',
      remedy: 'Give a start that lies before the end, as in: --from 0:12 --to 0:20',
    });
  }
}
