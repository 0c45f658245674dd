/** What a page sent → the bytes of it in a segment: MCAP, before it is padded and sealed. */
import { createSessionClock } from '../../apps/extension/src/host/session-clock.ts';
import { createTabView } from '../../apps/extension/src/page/tab-view.ts';
import type { PageBatch } from '../../apps/extension/src/page/page-batch.ts';
import { encodeSegment, type RecordingEvent } from '@understudy/recording';
import { createForeignHeader, nothingCounted } from '../foreign-session.ts';

/** @returns the bytes that the batches from number `from` on add to a segment. */
export async function storedBytes(batches: readonly PageBatch[], from: number): Promise<number> {
  const view = createTabView({ tab: 1, appOf: () => 'app' });
  const startMs = Math.min(...batches.flatMap(({ records }) => records.map(({ atMs }) => atMs)));
  const startNs = BigInt(Math.round((startMs - performance.timeOrigin) * 1e6));
  const clock = createSessionClock(startNs);
  const events = batches.map((batch) =>
    view
      .take(batch, (atMs) => clock.toTimeNs(atMs))
      .events.filter((event) => event.kind !== 'rawFrame'),
  );
  const head = await sizeOf(events.slice(0, from).flat());
  return (await sizeOf(events.flat())) - head;
}

async function sizeOf(events: readonly RecordingEvent[]): Promise<number> {
  const header = createForeignHeader();
  const content = { header, index: 0, events, accounting: nothingCounted, report: null };
  return (await encodeSegment(content)).length;
}
