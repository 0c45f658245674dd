/**
 * One event to the messages that carry it, and what the file says of itself to
 * plain values. The form of each message is in spec/recording.md.
 */
import type { JsonValue } from '@understudy/base';
import { bytesToBase64 } from '#base64';
import type { ElementInfo, PointerButton, RecordingEvent, ScreenEvent } from './event.ts';
import { RecordingError } from './error.ts';
import type { Box } from './geometry.ts';
import type { MovedNodes } from './moved-nodes.ts';
import type { SnapshotEvent } from './page-event.ts';
import type { Topic } from './topic.ts';
import { unreachable } from '@understudy/base';
import { virtualKeyFromCode } from './virtual-key.ts';

export interface TopicMessage {
  readonly topic: Topic;
  readonly body: JsonValue;
}

const owaButtons = {
  left: 'left',
  middle: 'middle',
  right: 'right',
  back: 'x1',
  forward: 'x2',
} as const satisfies Record<PointerButton, string>;

/** Whether a frame is what OWAMcap's `screen` can say: one image of all of the screen. */
function coversScreen(event: ScreenEvent): boolean {
  const [patch] = event.patches;
  return (
    event.keyframe &&
    event.patches.length === 1 &&
    patch !== undefined &&
    patch.x === 0 &&
    patch.y === 0 &&
    patch.width === event.size.width &&
    patch.height === event.size.height
  );
}

function screenMessages(event: ScreenEvent): readonly TopicMessage[] {
  const { frame, cause, size, keyframe, patches } = event;
  const [first] = patches;
  if (first !== undefined && coversScreen(event)) {
    const shape = [size.width, size.height];
    const uri = `data:${first.mediaType};base64,${bytesToBase64(first.data)}`;
    return [
      { topic: 'frame', body: { frame, cause } },
      { topic: 'screen', body: { source_shape: shape, shape, media_ref: { uri } } },
    ];
  }
  const body = {
    frame,
    cause,
    size: { width: size.width, height: size.height },
    keyframe,
    patches: patches.map(({ x, y, width, height, mediaType, data }) => ({
      x,
      y,
      width,
      height,
      mediaType,
      data: bytesToBase64(data),
    })),
  };
  return [{ topic: 'patch', body }];
}

/** The messages of one event, in their order in the file; all carry its time and its number. */
export function eventToMessages(event: RecordingEvent): readonly TopicMessage[] {
  switch (event.kind) {
    case 'pointerMove':
      return [{ topic: 'mouse', body: { event_type: 'move', ...place(event) } }];
    case 'pointerButton':
      return [
        {
          topic: 'mouse',
          body: {
            event_type: 'click',
            ...place(event),
            button: owaButtons[event.button],
            pressed: event.pressed,
          },
        },
      ];
    case 'wheel': {
      const steps = { dx: event.dx, dy: event.dy };
      return Number.isInteger(event.dx) && Number.isInteger(event.dy)
        ? [{ topic: 'mouse', body: { event_type: 'scroll', ...place(event), ...steps } }]
        : [{ topic: 'wheel', body: { ...place(event), ...steps } }];
    }
    case 'key': {
      const { pressed, stroke } = event;
      if (stroke.kind === 'withheld') {
        return [{ topic: 'keystroke', body: { pressed, withheld: stroke.reason } }];
      }
      const own = {
        topic: 'keystroke',
        body: { pressed, code: stroke.code, key: stroke.key },
      } as const;
      const vk = virtualKeyFromCode(stroke.code);
      if (vk === null) return [own];
      return [own, { topic: 'keyboard', body: { event_type: pressed ? 'press' : 'release', vk } }];
    }
    case 'window': {
      const { x, y, width, height } = event.box;
      return [
        { topic: 'app', body: { app: event.app } },
        {
          topic: 'window',
          body: { title: event.title, rect: [x, y, x + width, y + height], hWnd: event.handle },
        },
      ];
    }
    case 'screen':
      return screenMessages(event);
    case 'element':
      return [
        {
          topic: 'element',
          body: { relation: event.relation, element: elementBody(event.element) },
        },
      ];
    case 'page':
      return [{ topic: 'page', body: { url: event.url, title: event.title } }];
    case 'interaction': {
      const { what, element, position, value, durationNs } = event;
      const body = {
        what,
        element: elementBody(element),
        ...(position === undefined ? {} : { position: place(position) }),
        ...(value === undefined ? {} : { value }),
        ...(durationNs === undefined ? {} : { durationNs }),
      };
      return [{ topic: 'interaction', body }];
    }
    case 'snapshot':
      return [{ topic: 'snapshot', body: snapshotBody(event) }];
    case 'display':
      return [
        {
          topic: 'display',
          body: {
            size: { width: event.size.width, height: event.size.height },
            monitors: event.monitors.map(({ x, y, width, height, name, scale }) => ({
              x,
              y,
              width,
              height,
              name,
              scale,
            })),
          },
        },
      ];
    case 'redaction':
      return [
        {
          topic: 'redaction',
          body: {
            frame: event.frame,
            boxes: event.boxes.map(({ x, y, width, height, label, rule }) => ({
              x,
              y,
              width,
              height,
              label,
              rule,
            })),
          },
        },
      ];
    case 'gap':
      return [{ topic: 'gap', body: { durationNs: event.durationNs, reason: event.reason } }];
    default:
      return unreachable(event);
  }
}

/** OWAMcap holds whole pixels only: a place between two is rounded. */
function place({ x, y }: { readonly x: number; readonly y: number }): { x: number; y: number } {
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    throw new RecordingError({
      code: 'unencodable',
      message: 'A pointer event has a place that is not a number.',
      remedy: 'Report this with the platform and the version of the recorder.',
    });
  }
  return { x: Math.round(x), y: Math.round(y) };
}

function elementBody(element: ElementInfo | null): JsonValue {
  if (element === null) return null;
  const { role, name, box, secure, editable, app } = element;
  return {
    role,
    name,
    box: boxBody(box),
    secure,
    editable,
    app,
    ...locatorBody(element),
  };
}

function snapshotBody({ keyframe, nodes, moved, removed }: SnapshotEvent): JsonValue {
  return {
    keyframe,
    nodes: nodes.map((node) => ({
      id: node.id,
      parent: node.parent,
      role: node.role,
      name: node.name,
      ...(node.value === undefined ? {} : { value: node.value }),
      states: [...node.states],
      box: boxBody(node.box),
      ...locatorBody(node),
    })),
    ...(moved === undefined ? {} : { moved: movedBody(moved) }),
    removed: [...removed],
  };
}

const movedBody = ({ ids, x, y, width, height }: MovedNodes): JsonValue => ({
  ids: ids.map(([first, count]) => [first, count]),
  x: [...x],
  y: [...y],
  width: [...width],
  height: [...height],
});

const boxBody = ({ x, y, width, height }: Box) => ({ x, y, width, height });

function locatorBody({ css, testId, label }: Pick<ElementInfo, 'css' | 'testId' | 'label'>) {
  return {
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { testId }),
    ...(label === undefined ? {} : { label }),
  };
}
