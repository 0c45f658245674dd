/**
 * What happened to a session, one JSON line each, appended and flushed before
 * the next step is taken: the truth that every state below is folded from.
 *
 * Times, counts, ids, hashes; no content, so that edits are logged without
 * what they removed. A segment's line is written before its file, so that a
 * killed recorder leaves at most one line without a file, never a file that
 * nothing explains; edits go the other way round.
 */
import {
  dropReasons,
  isId,
  type Clock,
  type ContributorId,
  type DeviceId,
  type ProgramId,
  type ReceiptId,
  type SegmentId,
  type SessionId,
} from '@understudy/base';
import { z } from 'zod';
import { CompanionError } from './error.ts';
import { appendLine, readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';

const id = {
  contributor: z.custom<ContributorId>((value) => isId('contributor', value)),
  device: z.custom<DeviceId>((value) => isId('device', value)),
  program: z.custom<ProgramId>((value) => isId('program', value)),
  receipt: z.custom<ReceiptId>((value) => isId('receipt', value)),
  segment: z.custom<SegmentId>((value) => isId('segment', value)),
};

const count = z.int().nonnegative();
const dropped = z.partialRecord(z.enum(dropReasons), count);

const accounting = z.object({
  generated: count.nullable(),
  arrived: count,
  kept: count,
  dropped,
});

const segmentLine = z.object({
  segment: id.segment,
  index: count,
  startNs: count,
  endNs: count,
  sizeBytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  accounting,
  apps: z.array(z.string()),
  origins: z.array(z.string()),
});
/** One sealed segment as the journal and the manifest know it. */
export type SegmentLine = z.infer<typeof segmentLine>;

const outcomes = ['unknown', 'success', 'failure'] as const;
export type Outcome = (typeof outcomes)[number];

const stopReasons = [
  'person',
  'withdrawn',
  'programEnded',
  'consentExpired',
  'deviceRevoked',
  'captureLost',
  'diskFull',
  'clockSetBack',
  'shutdown',
  'failed',
] as const;
export type StopReason = (typeof stopReasons)[number];

const pauseReasons = [
  'person',
  'indicator',
  'hotkey',
  'locked',
  'leaseLost',
  'diskFull',
  'accessibilityLost',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

const editKinds = ['cut', 'dropStep', 'blackOut', 'missed', 'named'] as const;
export type EditKind = (typeof editKinds)[number];

const at = z.iso.datetime();
const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    at,
    contributor: id.contributor,
    device: id.device,
    program: id.program,
    receipt: id.receipt,
    tier: z.enum(['motion', 'actions', 'text', 'screen']),
  }),
  z.object({ kind: z.literal('sealing'), at, ...segmentLine.shape }),
  z.object({ kind: z.literal('sealFailed'), at, segment: id.segment }),
  z.object({ kind: z.literal('paused'), at, reason: z.enum(pauseReasons) }),
  z.object({ kind: z.literal('resumed'), at }),
  z.object({ kind: z.literal('stopped'), at, reason: z.enum(stopReasons), durationNs: count }),
  z.object({ kind: z.literal('interrupted'), at, lost: z.array(id.segment) }),
  z.object({ kind: z.literal('reviewed'), at, by: z.enum(['person', 'rules']) }),
  z.object({
    kind: z.literal('edited'),
    at,
    edit: z.enum(editKinds),
    fromNs: count.optional(),
    toNs: count.optional(),
    replaced: z.array(z.object({ old: id.segment, next: segmentLine })),
  }),
  z.object({ kind: z.literal('outcome'), at, outcome: z.enum(outcomes) }),
  z.object({ kind: z.literal('kept'), at }),
  z.object({ kind: z.literal('shared'), at }),
  z.object({ kind: z.literal('uploaded'), at, segment: id.segment }),
  z.object({ kind: z.literal('delivered'), at }),
  z.object({ kind: z.literal('deleted'), at }),
  z.object({ kind: z.literal('withdrawn'), at, receipt: id.receipt }),
  z.object({ kind: z.literal('erased'), at }),
]);

export type JournalLine = z.infer<typeof lineSchema>;
/** A line before its time is put on it. */
export type JournalEntry = JournalLine extends infer Line
  ? Line extends JournalLine
    ? Omit<Line, 'at'>
    : never
  : never;

export async function writeJournal(
  home: Home,
  session: SessionId,
  entry: JournalEntry,
): Promise<void> {
  const line = lineSchema.parse({ ...entry, at: isoNow(home.clock) });
  await appendLine(paths.journal(home, session), JSON.stringify(line));
}

/** The whole journal of a session that is there from one moment to the next, with the times of its lines. */
export async function beginJournal(
  home: Home,
  session: SessionId,
  lines: readonly JournalLine[],
): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(lineSchema.parse(line))}\n`).join('');
  await writeFileAtomic(paths.journal(home, session), text);
}

/**
 * Every line of a session's journal. A last line that was torn by a power cut
 * is left out; a broken line before it is refused.
 * @throws CompanionError `sessionUnknown`, `segmentBroken`.
 */
export async function readJournal(home: Home, session: SessionId): Promise<readonly JournalLine[]> {
  const text = await readTextIfThere(paths.journal(home, session));
  if (text === null) {
    throw new CompanionError({
      code: 'sessionUnknown',
      message: `There is no session ${session} in ${home.dir}.`,
      remedy: 'List what is there with: understudy sessions',
    });
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseLine(session, line));
}

function parseLine(session: SessionId, line: string): JournalLine {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new CompanionError({
      code: 'segmentBroken',
      message: `The journal of session ${session} has a line that cannot be read.`,
      remedy: 'Restore that file from a backup, or delete the session.',
      cause,
    });
  }
}

export function isoNow(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString();
}
