/**
 * Raw events → clean segments. One session-wide table of values drives keys,
 * titles, URLs, element names, the task and the pixels (spec/redaction.md).
 *
 * Invariant: nothing leaves but through `cut` and `finish`; what is undecided is
 * held for the next cut, or withheld.
 */
import type { Clock, Random } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import {
  type Accounting,
  type RawEvent,
  type RecordingEvent,
  type SessionHeader,
} from '@understudy/recording';
import { brandClean, type CleanSegment } from './clean.ts';
import { cleanEvent } from './clean-event.ts';
import { RedactError } from './error.ts';
import { createFieldTails, decideRun } from './keys/decide.ts';
import { createKeyBook } from './keys/key-book.ts';
import { typedText, type Run } from './keys/run.ts';
import { coversOfFrame, createExplained } from './pixels/cover.ts';
import { createTypedFields } from './pixels/typed-fields.ts';
import { createScreen, holdFrame, type HeldFrame, type ShowArea } from './pixels/screen.ts';
import { createReport, reportToJson, type RedactionReport } from './report.ts';
import type { ContributorRules } from './rules.ts';
import type { RedactionMode } from './span.ts';
import { createSurrogateTable } from './surrogate/table.ts';
import { kindOfLabel, labelOfField } from './text/context.ts';
import { createTextLayer } from './text/text-layer.ts';
import { limitToTier } from './tier.ts';
import type { PictureReader } from './unexplained/picture-reader.ts';
import { createRest } from './unexplained/rest.ts';

export interface RedactorOptions {
  /** The task in it may be raw: it passes through the session's table. */
  readonly header: SessionHeader;
  readonly rules?: ContributorRules;
  /** Default `strict`. */
  readonly mode?: RedactionMode;
  readonly random: Random;
  readonly clock: Clock;
  /** Reads what no structure explains; without it that is covered. */
  readonly pictures?: PictureReader;
}

export interface Redactor {
  /** Takes events in order of `timeNs`; copies the pixels that it keeps. Memory is bounded: frames go first. */
  push(events: readonly RawEvent[]): void;
  /** A frame was lost on its way here: counted as dropped, and the next one is taken whole. */
  loseFrame(): void;
  /**
   * Everything decided up to `untilNs` as one segment. A field that is still being typed, and what
   * came after its first key, is held for the next cut. `accounting` is cumulative since the start;
   * what the tier drops is moved in it from `kept` to `dropped.tier`.
   */
  cut(untilNs: number, accounting: Accounting): Promise<CleanSegment>;
  /** The last segment: nothing is held any more. @throws RedactError `finished` the second time. */
  finish(accounting: Accounting): Promise<CleanSegment>;
  report(): RedactionReport;
  /** The text with the session's surrogates. */
  task(text: string): string;
  /** "Always cover this": from here on, and in what is still in memory. */
  addTerms(terms: readonly string[]): void;
}

/** Bytes of raw pixels held before frames are encoded early, and before they are given up. */
const softLimitBytes = 192 * 2 ** 20;
const hardLimitBytes = 384 * 2 ** 20;
/** A cut is for a time at most this long ago. */
const lateCutNs = 5_000_000_000;

export function createRedactor(options: RedactorOptions): Redactor {
  const { header, random, clock } = options;
  const table = createSurrogateTable(random);
  const texts = createTextLayer(table, {
    mode: options.mode ?? 'strict',
    scope: 'identifying',
    rules: options.rules ?? {},
  });
  const report = createReport();
  const keyBook = createKeyBook();
  const tails = createFieldTails();
  const typedFields = createTypedFields();
  const rest = createRest();
  const screen = createScreen({ random, clock, report });
  const areas = options.rules?.areas ?? [];
  const explained = createExplained();
  const keepsScreen = tierReaches(header.tier, 'screen');
  const keepsKeys = tierReaches(header.tier, 'actions');

  let events: Exclude<RecordingEvent, { kind: 'screen' | 'key' }>[] = [];
  let frames: HeldFrame[] = [];
  let encoded: RecordingEvent[] = [];
  // The screen as it stood where the segment begins; null until it is asked for.
  let opening: readonly RecordingEvent[] | null = null;
  let heldBytes = 0;
  let wantsWhole = true;
  let lastSize = '';
  let index = 0;
  let tierDrops = 0;
  let segmentStartNs = 0;
  let learntNs = Number.NEGATIVE_INFINITY;
  let finished = false;
  let work: Promise<unknown> = Promise.resolve();

  const timed = <Value>(run: () => Value): Value => {
    const startNs = clock.monotonicNs();
    try {
      return run();
    } finally {
      report.spent(Number(clock.monotonicNs() - startNs) / 1e6);
    }
  };
  const task = (text: string): string => {
    const { text: clean, spans } = texts.clean(text, '');
    for (const { kind, rule } of spans) report.count({ kind, channel: 'task', layer: 'L2', rule });
    return clean;
  };
  const cleanHeader: SessionHeader = {
    ...header,
    task: header.task === null ? null : task(header.task),
  };

  const learnFrame = ({ windows, event }: HeldFrame): void => {
    for (const window of windows) {
      if (!window.allowed) continue;
      for (const text of window.texts ?? []) {
        // What is being typed is learnt from its keys, when it is whole.
        if (!text.secure && !typedFields.isFocused(text, event.timeNs))
          texts.learn(text.text, text.label ?? '');
      }
    }
  };

  /** Whatever the frames and events until then tell is in the table before any of it is cleaned. */
  const learnUntil = (untilNs: number): void => {
    const isNew = (timeNs: number): boolean => timeNs > learntNs && timeNs <= untilNs;
    for (const frame of frames) if (isNew(frame.event.timeNs)) learnFrame(frame);
    for (const event of events) if (isNew(event.timeNs)) cleanEvent(event, texts, null);
    learntNs = Math.max(learntNs, untilNs);
  };

  /** Waited for where the frame is encoded, so at a cut: capture goes on meanwhile. */
  const showOf =
    ({ event: { timeNs } }: HeldFrame, pictures: PictureReader): ShowArea =>
    (area, at) =>
      pictures.show(area, {
        timeNs,
        texts,
        table,
        isSettled: (part) =>
          rest.isResting({ ...part, x: at.x + part.x, y: at.y + part.y }, frames.map(toPainted)),
      });

  const encodeFrame = async (frame: HeldFrame): Promise<RecordingEvent[]> => {
    opening ??= await screen.keyframe(segmentStartNs);
    const { windows, event } = frame;
    const covers = coversOfFrame(windows, event.timeNs, {
      cleanText: texts.clean,
      beingTyped: (text, timeNs) => typedFields.shown(text, timeNs, keyBook.heldRuns()),
      isSecretLabel: (label) => kindOfLabel(label) === 'secret',
      areas,
      explained,
    });
    explained.note(windows, event.timeNs);
    const all = [...covers, ...typedFields.secureBoxes(event.timeNs)];
    const { pictures } = options;
    rest.look(toPainted(frame));
    return screen.encode(frame, all, pictures && showOf(frame, pictures));
  };

  /** Frames build on each other: with one that is lost go those up to the next whole one. */
  const loseFrames = (): void => {
    const next = frames.findIndex(({ whole }) => whole);
    const lost = frames.splice(0, next < 0 ? frames.length : next);
    for (const { sizeBytes } of lost) heldBytes -= sizeBytes;
    for (let index = 0; index <= lost.length; index += 1) report.frame('dropped');
    if (next < 0) wantsWhole = true;
  };

  /** Never rejects: a frame that cannot be encoded is lost, and nothing of it is shown. */
  const encodeFrames = async (untilNs: number): Promise<void> => {
    for (;;) {
      const frame = frames[0];
      if (frame === undefined || frame.event.timeNs > untilNs) return;
      frames.shift();
      heldBytes -= frame.sizeBytes;
      if (!keepsScreen) continue;
      const startNs = clock.monotonicNs();
      try {
        encoded.push(...(await encodeFrame(frame)));
      } catch {
        // The encoder's error may describe the picture: it is not passed on.
        loseFrames();
      }
      report.spent(Number(clock.monotonicNs() - startNs) / 1e6);
    }
  };

  const inTurn = <Value>(run: () => Promise<Value>): Promise<Value> => {
    const next = work.then(run);
    work = next.catch(() => undefined);
    return next;
  };

  const decideRuns = (runs: readonly Run[]): RecordingEvent[] =>
    runs.flatMap((run) => {
      const decision = decideRun(run, texts.spansOf, table, tails);
      const { outcome } = decision;
      if (outcome.kind === 'withheld') report.withheld(outcome.keys);
      if (outcome.kind === 'rewritten') {
        report.rewritten(outcome.from, outcome.to);
        for (const { kind, rule } of outcome.spans)
          report.count({ kind, channel: 'keys', layer: 'L2', rule });
      }
      typedFields.decided(run, typedText(run.keys).text, outcome);
      return [...decision.events];
    });

  const take = async (untilNs: number, accounting: Accounting): Promise<CleanSegment> => {
    const startNs = segmentStartNs;
    const decided = timed(() => {
      const runs = keyBook.release(untilNs);
      for (const run of runs)
        if (run.field.kind === 'known')
          texts.learn(typedText(run.keys).text, labelOfField(run.field.element));
      learnUntil(untilNs);
      const mine = events.filter((event) => event.timeNs <= untilNs);
      events = events.filter((event) => event.timeNs > untilNs);
      return [...decideRuns(runs), ...mine.map((event) => cleanEvent(event, texts, report))];
    });
    if (decided.length > 0 && keepsScreen) opening ??= await screen.keyframe(startNs);
    await encodeFrames(untilNs);
    const screens = [...(opening ?? []), ...encoded];
    encoded = [];
    opening = null;
    segmentStartNs = Number.isFinite(untilNs) ? Math.max(startNs, untilNs + 1) : startNs;
    const all = [...screens, ...decided].toSorted((a, b) => a.timeNs - b.timeNs);
    const kept = all.flatMap((event) => limitToTier(event, header.tier) ?? []);
    const clean = brandClean({
      header: cleanHeader,
      index,
      events: kept,
      accounting: {
        ...accounting,
        kept: accounting.kept - tierDrops,
        dropped:
          tierDrops === 0
            ? accounting.dropped
            : { ...accounting.dropped, tier: (accounting.dropped.tier ?? 0) + tierDrops },
      },
      report: reportToJson(report.build(table.distinct())),
    });
    index += 1;
    return clean;
  };

  const loseFrame = (): void => {
    report.frame('dropped');
    wantsWhole = true;
  };

  const pushFrame = (event: Extract<RawEvent, { kind: 'rawFrame' }>): void => {
    const size = `${event.size.width} ${event.size.height}`;
    const whole = wantsWhole || size !== lastSize;
    if (!keepsScreen) {
      // Below the screen tier the structure still teaches the table.
      frames.push({ event, windows: event.windows, parts: [], whole: false, sizeBytes: 0 });
      return;
    }
    if (heldBytes > hardLimitBytes) {
      loseFrame();
      return;
    }
    const frame = holdFrame(event, whole);
    wantsWhole = false;
    lastSize = size;
    heldBytes += frame.sizeBytes;
    frames.push(frame);
    if (heldBytes > softLimitBytes) {
      // Only what no held field can reach back into, nor a cut that is a little late.
      const heldFromNs = Math.min(...keyBook.heldRuns().map(({ startNs }) => startNs));
      const untilNs = Math.min(heldFromNs - 1, event.timeNs - lateCutNs);
      work = work.then(() => {
        timed(() => learnUntil(untilNs));
        return encodeFrames(untilNs);
      });
    }
  };

  return {
    push: (incoming) => {
      if (finished) return;
      for (const event of incoming) {
        rest.take(event);
        if (event.kind === 'rawFrame') {
          timed(() => pushFrame(event));
          continue;
        }
        // Input alone is counted as kept, and a key that came withheld is among the dropped already.
        if (!keepsKeys && event.kind === 'key' && event.stroke.kind === 'known') tierDrops += 1;
        keyBook.take(event);
        typedFields.take(event);
        if (event.kind !== 'key') events.push(event);
      }
    },
    loseFrame,
    cut: (untilNs, accounting) => inTurn(() => take(keyBook.settle(untilNs), accounting)),
    finish: (accounting) => {
      if (finished) {
        return Promise.reject(
          new RedactError({
            code: 'finished',
            message: 'This redactor has given its last segment.',
            remedy: 'Create one for each session.',
          }),
        );
      }
      finished = true;
      keyBook.closeAll();
      return inTurn(() => take(Number.POSITIVE_INFINITY, accounting));
    },
    report: () => report.build(table.distinct()),
    task,
    addTerms: texts.addTerms,
  };
}

const toPainted = ({ event, parts }: HeldFrame) => ({
  timeNs: event.timeNs,
  boxes: parts.map(({ box }) => box),
});
