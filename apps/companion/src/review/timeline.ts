/** The index of a session of one's own → what its review page draws around the pictures. */
import { createReducer, profiles, type Action } from '@understudy/distill';
import type { CompanionTimeline } from '@understudy/protocol';
import type { RecordingEvent } from '@understudy/recording';
import { z } from 'zod';
import type { Home } from '../home.ts';
import type { SessionState } from '../session-state.ts';
import { readIndex } from './session-index.ts';
import { toStanding } from './standing.ts';
import { actionToStep, clipboardToStep, isClipboardEvent, type ClipboardEvent } from './step.ts';

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never;
type Lists = {
  [Name in 'frames' | 'gaps' | 'windows']: Mutable<CompanionTimeline[Name]>;
};

const coveredSchema = z.object({
  counts: z.array(
    z.object({
      kind: z.string(),
      channel: z.string(),
      layer: z.string(),
      rule: z.string(),
      count: z.int(),
    }),
  ),
});

export async function readTimeline(home: Home, state: SessionState): Promise<CompanionTimeline> {
  const index = await readIndex(home, state);
  const reducer = createReducer(profiles.agentnet);
  const actions: Action[] = [];
  const clipboard: ClipboardEvent[] = [];
  const lists: Lists = { frames: [], gaps: [], windows: [] };
  let display: CompanionTimeline['display'] = null;
  const segments = [...(index?.sketches.keys() ?? [])];
  for (const [segment, events] of [...(index?.sketches.values() ?? [])].entries()) {
    actions.push(...reducer.push(events));
    for (const event of events) {
      collect(event, segment, lists);
      if (isClipboardEvent(event)) clipboard.push(event);
      if (event.kind === 'display' || event.kind === 'screen') {
        const { width, height } = event.size;
        display = { width, height };
      }
    }
  }
  actions.push(...reducer.finish());
  // The report of the last segment counts the whole session.
  const report = coveredSchema.safeParse(index?.whole.report);
  return {
    session: state.session,
    task: index?.whole.header.task ?? null,
    durationNs: state.durationNs,
    display,
    segments,
    steps: toSteps(actions, clipboard, lists),
    ...lists,
    redactions: toStanding([...(index?.sketches.values() ?? [])].flat()),
    covered: report.success ? report.data.counts : [],
  };
}

function toSteps(
  actions: readonly Action[],
  clipboard: readonly ClipboardEvent[],
  { windows, frames }: Lists,
): CompanionTimeline['steps'] {
  const frameAt = (atNs: number) => frames.findLast(({ timeNs }) => timeNs <= atNs)?.frame ?? null;
  return [
    ...actions
      .filter((action) => action.kind !== 'terminate')
      .map((action) => actionToStep(action, appAt(windows, action.startNs))),
    ...clipboard.map((event) =>
      clipboardToStep(event, event.element?.app ?? '', frameAt(event.timeNs)),
    ),
  ]
    .toSorted((one, other) => one.startNs - other.startNs)
    .map((step, index) => ({ ...step, index }));
}

const appAt = (windows: Lists['windows'], atNs: number): string =>
  windows.findLast(({ timeNs }) => timeNs <= atNs)?.app ?? '';

function collect(event: RecordingEvent, segment: number, { frames, gaps, windows }: Lists): void {
  if (event.kind === 'screen') {
    frames.push({ frame: event.frame, segment, timeNs: event.timeNs, cause: event.cause });
  } else if (event.kind === 'gap') {
    gaps.push({ timeNs: event.timeNs, durationNs: event.durationNs, reason: event.reason });
  } else if (event.kind === 'window') {
    windows.push({ timeNs: event.timeNs, app: event.app, title: event.title });
  }
}
