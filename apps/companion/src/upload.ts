/** A shared session → the vault: receipt, manifest, then each segment, resumed where it stopped. */
import type { ReceiptId, SessionId } from '@understudy/base';
import { CompanionError } from './error.ts';
import { readPiece, readTextIfThere } from '#files';
import { paths, type Home } from './home.ts';
import { writeJournal, type SegmentLine } from './journal.ts';
import type { Servers } from './servers.ts';
import { isWhole, withSessionLock } from './sessions.ts';

export interface UploadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly segments: number;
  readonly totalSegments: number;
}

export interface UploadSessionOptions {
  readonly signal?: AbortSignal;
  onProgress(progress: UploadProgress): void;
  beforeManifest(receipt: ReceiptId): Promise<void>;
}

/** @throws CompanionError `segmentBroken`, `notReviewed`; CourierError */
export async function uploadSession(
  home: Home,
  servers: Servers,
  session: SessionId,
  options: UploadSessionOptions,
): Promise<void> {
  await withSessionLock(home, session, async (state) => {
    if (state.status.kind === 'shared') return;
    if (state.status.kind !== 'sharing') {
      throw new CompanionError({
        code: 'notReviewed',
        message: `Session ${session} is not shared (it is ${state.status.kind}), so nothing is sent.`,
        remedy: `Share it with: understudy share ${session}`,
      });
    }
    await options.beforeManifest(state.receipt);
    const manifest = await readTextIfThere(paths.manifest(home, session));
    await servers.vault.putManifest({ params: { session }, body: { manifest: manifest ?? '' } });
    const totalBytes = state.segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let doneBytes = 0;
    let segments = 0;
    const report = (nowBytes: number): void =>
      options.onProgress({
        doneBytes: doneBytes + nowBytes,
        totalBytes,
        segments,
        totalSegments: state.segments.length,
      });
    for (const line of state.segments) {
      if (!state.uploaded.has(line.segment)) {
        await uploadOne(home, servers, session, line, report, options.signal);
        await writeJournal(home, session, { kind: 'uploaded', segment: line.segment });
      }
      doneBytes += line.sizeBytes;
      segments += 1;
      report(0);
    }
    await writeJournal(home, session, { kind: 'delivered' });
  });
}

async function uploadOne(
  home: Home,
  servers: Servers,
  session: SessionId,
  line: SegmentLine,
  onProgress: (receivedBytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!(await isWhole(home, session, line))) throw brokenSegment(session, line);
  const path = paths.segment(home, session, line.segment);
  await servers.vault.uploadSegment(
    {
      segment: line.segment,
      sizeBytes: line.sizeBytes,
      read: (offset, lengthBytes) => readPiece(path, offset, lengthBytes),
    },
    { onProgress, ...(signal === undefined ? {} : { signal }) },
  );
}

export function brokenSegment(session: SessionId, { index }: SegmentLine): CompanionError {
  return new CompanionError({
    code: 'segmentBroken',
    message: `Segment ${index} of session ${session} is missing or was changed on the disk.`,
    remedy: 'Restore it from a backup, or cut its time out of the session, or delete the session.',
  });
}
