/**
 * One session on its way into a dataset: where it comes from, and the recording
 * itself, opened when its turn comes and read once.
 */
import type { GrantId, JsonValue, ReleaseId, SessionId } from '@understudy/base';
import type { Recording, SegmentContent } from '@understudy/recording';
import { jsonToCanonicalBytes } from '@understudy/base';
import { joinSegments } from '@understudy/recording';
import { createHash } from 'node:crypto';
import { standInsOfReport, type StandIns } from './stand-ins.ts';

export interface SessionSource {
  readonly session: SessionId;
  /** Under which it is read; none for a local recording. */
  readonly grant?: GrantId;
  open(): Promise<OpenedSession>;
}

export interface OpenedSession {
  readonly recording: Recording;
  /** Those that let it be read; complete once the recording is read. */
  releases(): readonly ReleaseId[];
  /**
   * SHA-256 over the redaction reports of its segments, in order; complete once
   * the recording is read. null where nothing was redacted.
   */
  reportSha256(): string | null;
  /** What redaction counted of its stand-ins; complete once the recording is read. */
  standIns(): StandIns;
  /** What an importer put right; complete once the recording is read. */
  repairs(): Readonly<Record<string, number>>;
}

/** A session whose segments come one by one, in order. */
export async function segmentsToSession(
  segments: AsyncIterable<SegmentContent> | Iterable<SegmentContent>,
  releases: OpenedSession['releases'] = () => [],
): Promise<OpenedSession> {
  const hash = createHash('sha256');
  let reports = 0;
  let counted: StandIns = [];
  async function* tapped(): AsyncGenerator<SegmentContent> {
    for await (const segment of segments) {
      if (segment.report !== null) {
        reports += 1;
        counted = standInsOfReport(segment.report) ?? counted;
        hash.update(createHash('sha256').update(reportBytes(segment.report)).digest());
      }
      yield segment;
    }
  }
  return {
    recording: await joinSegments(tapped()),
    releases,
    repairs: () => ({}),
    standIns: () => counted,
    reportSha256: () => (reports === 0 ? null : hash.copy().digest('hex')),
  };
}

const reportBytes = (report: JsonValue): Uint8Array => jsonToCanonicalBytes(report);
