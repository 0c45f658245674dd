/**
 * The lines of a DuckTrack or AgentNetTool folder, in the order of their time →
 * events: input, the control under the pointer, the app and the page in front.
 */
import { z } from 'zod';
import type { RecordingEvent } from '../event.ts';
import type { Point } from '../geometry.ts';
import { elementAt, rootElement } from './a11y-tree.ts';
import { createDeadKeys } from './dead-keys.ts';
import { duckEventSchema, duckEventToEvent, isDeadKey, type DuckEvent } from './duck-event.ts';
import type { Metadata } from './duck-metadata.ts';
import { pageAddress } from './foreign-page.ts';
import type { CountRepair } from './repairs.ts';
import type { TimedLine } from './timed-lines.ts';

/** The files beside the events; null: there is none of that kind. */
export type SideFiles = Readonly<Record<'elements' | 'trees' | 'windows' | 'pages', string | null>>;

type DuckLine = TimedLine & { readonly from: 'main' | keyof SideFiles };

const elementSchema = z.looseObject({ a11y_tree: z.unknown() });
const treeSchema = z.looseObject({ axtree: z.unknown() });
const windowSchema = z.looseObject({ top_window_name: z.string() });
const pageSchema = z.looseObject({ url: z.string(), html: z.string().nullish().catch(null) });

/** A control that was looked up at a click is stamped at most this much apart from it. */
const lookUpSeconds = 0.1;

export interface LineReader {
  read(line: DuckLine, timeNs: number): readonly RecordingEvent[];
}

/** What the lines mean, one after the other. */
export function createLineReader(
  { screen_width: width, screen_height: height, system }: Metadata,
  repair: CountRepair,
): LineReader {
  let pointer: Point = { x: 0, y: 0 };
  /** The last tree of a whole window, for clicks whose control nobody looked up. */
  let tree: unknown = null;
  let elementSeconds = Number.NEGATIVE_INFINITY;
  let pausedNs: number | null = null;
  /** The Control keys that are down. */
  const controls = new Set<string>();
  const deadKeys = createDeadKeys();

  const onElement = (value: unknown, seconds: number, timeNs: number): RecordingEvent[] => {
    const parsed = elementSchema.safeParse(value);
    const found = parsed.success ? parsed.data.a11y_tree : null;
    const element = elementAt(found, pointer) ?? rootElement(found);
    if (element === null) {
      repair('unreadElement');
      return [];
    }
    elementSeconds = seconds;
    return [{ kind: 'element', timeNs, relation: 'pointer', element }];
  };

  const onPress = (event: RecordingEvent, seconds: number): RecordingEvent[] => {
    if (event.kind !== 'pointerButton' || !event.pressed) return [event];
    if (tree === null || seconds - elementSeconds <= lookUpSeconds) return [event];
    const element = elementAt(tree, pointer);
    const { timeNs } = event;
    return element === null
      ? [event]
      : [{ kind: 'element', timeNs, relation: 'pointer', element }, event];
  };

  const onPause = (action: DuckEvent['action'], timeNs: number): RecordingEvent[] => {
    if (action === 'pause') pausedNs ??= timeNs;
    if (action !== 'resume' || pausedNs === null) return [];
    const gap = { kind: 'gap', timeNs: pausedNs, durationNs: timeNs - pausedNs } as const;
    pausedNs = null;
    return [{ ...gap, reason: 'paused' }];
  };

  const onEvent = (value: unknown, seconds: number, timeNs: number): readonly RecordingEvent[] => {
    const parsed = duckEventSchema.safeParse(value);
    if (!parsed.success) {
      repair('unknownEvent');
      return [];
    }
    const { data } = parsed;
    if (data.action === 'pause' || data.action === 'resume') return onPause(data.action, timeNs);
    const keys = { isWindows: system === 'Windows', controlHeld: controls.size > 0 };
    const event = duckEventToEvent(data, timeNs, keys, repair);
    if (event === null) return [];
    if (event.kind === 'key' && event.stroke.kind === 'known' && event.stroke.key === 'Control') {
      if (event.pressed) controls.add(event.stroke.code);
      else controls.delete(event.stroke.code);
    }
    if (event.kind === 'key') return [deadKeys.compose(event, isDeadKey(data))];
    if ('x' in event) pointer = { x: event.x, y: event.y };
    return onPress(event, seconds);
  };

  return {
    read: (found, timeNs) => {
      const { from, seconds, line } = found;
      const value = found.value();
      switch (from) {
        case 'elements':
          return onElement(value, seconds, timeNs);
        case 'trees': {
          const parsed = treeSchema.safeParse(value);
          if (parsed.success) tree = parsed.data.axtree;
          else repair('unreadElement');
          return [];
        }
        case 'windows': {
          const parsed = windowSchema.safeParse(value);
          if (!parsed.success) {
            repair('unknownEvent');
            return [];
          }
          const app = parsed.data.top_window_name.toLowerCase();
          tree = null;
          const box = { x: 0, y: 0, width, height };
          return [{ kind: 'window', timeNs, app, title: '', box, handle: line }];
        }
        case 'pages': {
          const parsed = pageSchema.safeParse(value);
          const page = parsed.success ? pageAddress(parsed.data.url) : null;
          if (!parsed.success || page === null) {
            repair('unreadPage');
            return [];
          }
          const title = /<title[^>]*>([^<]*)/i.exec(parsed.data.html ?? '')?.[1]?.trim() ?? '';
          return [{ kind: 'page', timeNs, url: page, title }];
        }
        case 'main':
          return onEvent(value, seconds, timeNs);
      }
    },
  };
}
