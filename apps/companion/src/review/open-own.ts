/** A sealed segment of one's own → its content, in memory, with the contributor's key of that program. */
import type { SessionId } from '@understudy/base';
import { decodeSegment, type SegmentContent } from '@understudy/recording';
import { openSegment } from '@understudy/seal';
import { readBytesIfThere } from '#files';
import { paths, type Home } from '../home.ts';
import { requireIdentity } from '../identity.ts';
import { joinBytes } from '../join-bytes.ts';
import type { SegmentLine } from '../journal.ts';
import type { SessionState } from '../session-state.ts';
import { brokenSegment } from '../upload.ts';

/** @throws CompanionError `identityGone`, `segmentBroken` */
export async function openOwnSegment(
  home: Home,
  state: SessionState,
  line: SegmentLine,
): Promise<SegmentContent> {
  return decodeSegment(await openOwnBytes(home, state, line));
}

/** The MCAP file inside. */
export async function openOwnBytes(
  home: Home,
  state: SessionState,
  line: SegmentLine,
): Promise<Uint8Array> {
  const { identity } = await requireIdentity(home, state.program);
  const sealed = await readSealed(home, state.session, line);
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of openSegment(sealed, identity)) pieces.push(piece);
  } catch {
    // The cause is left out: nothing of an opened segment may reach an error text.
    throw brokenSegment(state.session, line);
  }
  return joinBytes(pieces);
}

/** Segment after segment, one in memory at a time. */
export async function* openOwnSession(
  home: Home,
  state: SessionState,
): AsyncGenerator<SegmentContent> {
  for (const line of state.segments) yield await openOwnSegment(home, state, line);
}

async function readSealed(home: Home, session: SessionId, line: SegmentLine): Promise<Uint8Array> {
  const sealed = await readBytesIfThere(paths.segment(home, session, line.segment));
  if (sealed === null) throw brokenSegment(session, line);
  return sealed;
}
