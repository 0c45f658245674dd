/** Session state → the device-signed manifest beside its segments. */
import { signManifest, type SessionManifest, type SessionSummary } from '@understudy/consent';
import { writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openDevice } from './identity.ts';
import type { SessionState } from './session-state.ts';

function stateToManifest(
  state: SessionState,
  summary: SessionSummary | undefined,
): SessionManifest {
  const startMs = Date.parse(state.startedAt);
  const lastNs = Math.max(0, ...state.segments.map(({ endNs }) => endNs));
  return {
    session: state.session,
    receipt: state.receipt,
    program: state.program,
    contributor: state.contributor,
    device: state.device,
    tier: state.tier,
    apps: union(state.segments.map(({ apps }) => apps)),
    origins: union(state.segments.map(({ origins }) => origins)),
    startedAt: state.startedAt,
    endedAt: new Date(startMs + Math.ceil(lastNs / 1e6)).toISOString(),
    ...(summary === undefined ? {} : { summary }),
    closed: state.status.kind !== 'recording' && state.status.kind !== 'paused',
    segments: state.segments.map(({ segment, index, startNs, endNs, sizeBytes, sha256 }) => ({
      segment,
      index,
      startNs,
      endNs,
      sizeBytes,
      sha256,
    })),
  };
}

/** Signs what the journal says now, and puts it beside the segments; the summary is for one that is shared. */
export async function writeManifest(
  home: Home,
  state: SessionState,
  summary?: SessionSummary,
): Promise<void> {
  const { key } = await openDevice(home);
  const signed = await signManifest(stateToManifest(state, summary), key);
  await writeFileAtomic(paths.manifest(home, state.session), signed);
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted();
}
