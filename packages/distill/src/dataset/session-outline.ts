/**
 * A recording on its way into a dataset → the same, and beside it the outline of its
 * steps by which near-duplicates are told. Nothing is read twice, and no picture
 * painted, so that a session that is released under a grant is released once.
 */
import type { Recording, RecordingEvent } from '@understudy/recording';
import { keyOptionsOf } from '../key-options.ts';
import { outlineStep, type Outline } from '../near-duplicates.ts';
import type { Profile } from '../profile.ts';
import { createReducer } from '../reducer.ts';

export interface OutlinedRecording {
  readonly recording: Recording;
  /** Complete once the recording is read. */
  outline(): Outline;
}

export function outlineRecording(
  { header, events }: Recording,
  profile: Profile,
  instruction: string | undefined,
): OutlinedRecording {
  const reducer = createReducer(profile, keyOptionsOf(header));
  const steps: string[] = [];
  async function* watched(): AsyncGenerator<readonly RecordingEvent[]> {
    for await (const batch of events) {
      steps.push(...reducer.push(batch).map(outlineStep));
      yield batch;
    }
    steps.push(...reducer.finish().map(outlineStep));
  }
  return {
    recording: { header, events: watched() },
    outline: () => ({
      session: header.session,
      instruction: header.task ?? instruction ?? null,
      steps,
    }),
  };
}
