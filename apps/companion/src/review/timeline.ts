/** A session of one's own → what its review page draws. Streams segment by segment; keeps no pixels. */
import { createReducer, profiles, type Action } from '@understudy/distill';
import type { CompanionTimeline } from '@understudy/protocol';
import type { RecordingEvent } from '@understudy/recording';
import { z } from 'zod';
import type { Home } from '../home.ts';
import type { SessionState } from '../session-state.ts';
import { openOwnSession } from './open-own.ts';
import { actionToWords } from './step-words.ts';

type Mutable<List> = List extends readonly (infer Item)[] ? Item[] : never;
type Lists = {
  [Name in 'frames' | 'redactions' | 'gaps' | 'windows']: Mutable<CompanionTimeline[Name]>;
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
  const reducer = createReducer(profiles.agentnet);
  const actions: Action[] = [];
  const lists: Lists = { frames: [], redactions: [], gaps: [], windows: [] };
  let task: string | null = null;
  let display: CompanionTimeline['display'] = null;
  let covered: CompanionTimeline['covered'] = [];
  for await (const content of openOwnSession(home, state)) {
    task = content.header.task;
    // The report of a segment counts the session up to its end.
    const report = coveredSchema.safeParse(content.report);
    if (report.success) covered = report.data.counts;
    actions.push(...reducer.push(content.events));
    for (const event of content.events) {
      collect(event, lists);
      if (event.kind === 'display' || event.kind === 'screen') {
        const { width, height } = event.size;
        display = { width, height };
      }
    }
  }
  actions.push(...reducer.finish());
  return {
    session: state.session,
    task,
    durationNs: state.durationNs,
    display,
    steps: actions
      .filter(({ kind }) => kind !== 'terminate')
      .map((action, index) => actionToStep(action, index, lists.windows)),
    ...lists,
    covered,
  };
}

function collect(event: RecordingEvent, { frames, redactions, gaps, windows }: Lists): void {
  if (event.kind === 'screen') {
    frames.push({ frame: event.frame, timeNs: event.timeNs, cause: event.cause });
  } else if (event.kind === 'redaction') {
    const boxes = event.boxes.map((box) => ({ ...box }));
    redactions.push({ frame: event.frame, timeNs: event.timeNs, boxes });
  } else if (event.kind === 'gap') {
    gaps.push({ timeNs: event.timeNs, durationNs: event.durationNs, reason: event.reason });
  } else if (event.kind === 'window') {
    windows.push({ timeNs: event.timeNs, app: event.app, title: event.title });
  }
}

function actionToStep(
  action: Action,
  index: number,
  windows: Lists['windows'],
): CompanionTimeline['steps'][number] {
  const app = windows.findLast(({ timeNs }) => timeNs <= action.startNs)?.app ?? '';
  const target = 'target' in action ? action.target : null;
  return {
    index,
    startNs: action.startNs,
    endNs: action.endNs,
    kind: action.kind,
    words: actionToWords(action, app),
    app,
    point: 'at' in action ? { ...action.at.pixel } : null,
    target:
      target === null || target.box.width <= 0 || target.box.height <= 0 ? null : { ...target.box },
    frame: action.observation?.frame ?? null,
  };
}

/** Flat: timeNs, x, y, timeNs, x, y … */
export async function readPointerPath(
  home: Home,
  state: SessionState,
  range: { readonly fromNs?: number | undefined; readonly toNs?: number | undefined },
): Promise<readonly number[]> {
  const fromNs = range.fromNs ?? 0;
  const toNs = range.toNs ?? Number.POSITIVE_INFINITY;
  const within = {
    ...state,
    segments: state.segments.filter(({ startNs, endNs }) => endNs >= fromNs && startNs < toNs),
  };
  const path: number[] = [];
  for await (const { events } of openOwnSession(home, within)) {
    for (const event of events) {
      if (event.kind !== 'pointerMove' && event.kind !== 'pointerButton') continue;
      if (event.timeNs >= fromNs && event.timeNs < toNs) path.push(event.timeNs, event.x, event.y);
    }
  }
  return path;
}
