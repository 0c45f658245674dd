/** A recording of another tool: marked as foreign, without consent, never to be uploaded. */
import type { RecordingEvent } from '../event.ts';
import type { Recording } from '../session.ts';
import type { RepairReason } from './repairs.ts';

export interface ImportedRecording extends Recording {
  /** What was put right or left out; complete once the events are read. */
  repairs(): Readonly<Partial<Record<RepairReason, number>>>;
}

/** Events in batches: enough for speed, few enough for bounded memory. */
const batchSize = 1000;
/** Frames are large; a batch is closed once it holds this many bytes of them. */
const mostFrameBytes = 16 * 1024 * 1024;

export async function* batchEvents(
  events: AsyncIterable<RecordingEvent>,
): AsyncGenerator<readonly RecordingEvent[]> {
  let batch: RecordingEvent[] = [];
  let frameBytes = 0;
  for await (const event of events) {
    batch.push(event);
    if (event.kind === 'screen') {
      for (const { data } of event.patches) frameBytes += data.byteLength;
    }
    if (batch.length < batchSize && frameBytes < mostFrameBytes) continue;
    yield batch;
    batch = [];
    frameBytes = 0;
  }
  if (batch.length > 0) yield batch;
}
