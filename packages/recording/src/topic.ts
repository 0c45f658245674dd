/**
 * The topics of a segment and the JSON schema of each (spec/recording.md).
 *
 * `keyboard`, `mouse`, `window`, `screen` are OWAMcap 0.5's messages to the
 * letter, so that its tools read our files; the other topics hold what those
 * cannot.
 */

import { interactionKinds } from './page-event.ts';

/** A JSON schema as MCAP carries it: for readers of the file, not for our own checks. */
type JsonSchema = Readonly<Record<string, unknown>>;

const whole = { type: 'integer' } as const;
const text = { type: 'string' } as const;
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const closed = (
  title: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema => ({ type: 'object', title, properties, required, additionalProperties: false });

const box = { x: whole, y: whole, width: whole, height: whole } as const;
const boxKeys = ['x', 'y', 'width', 'height'] as const;
const element = closed(
  'ElementInfo',
  {
    role: text,
    name: text,
    box: closed('Box', box, boxKeys),
    secure: { type: 'boolean' },
    editable: { type: 'boolean' },
    app: text,
    css: text,
    testId: text,
    label: text,
  },
  ['role', 'name', 'box', 'secure', 'editable', 'app'],
);
const size = closed('Size', { width: whole, height: whole }, ['width', 'height']);
const pair = { type: 'array', items: whole, minItems: 2, maxItems: 2 } as const;
const button = {
  enum: ['unknown', 'left', 'middle', 'right', 'x1', 'x2'],
  type: 'string',
} as const;
const cause = { enum: ['damage', 'beforeAction', 'start'], type: 'string' } as const;

const owaTopics = {
  keyboard: {
    schemaName: 'desktop/KeyboardEvent',
    schema: closed(
      'KeyboardEvent',
      {
        event_type: { enum: ['press', 'release'], type: 'string' },
        vk: whole,
        timestamp: orNull(whole),
      },
      ['event_type', 'vk'],
    ),
  },
  mouse: {
    schemaName: 'desktop/MouseEvent',
    schema: closed(
      'MouseEvent',
      {
        event_type: { enum: ['move', 'click', 'scroll'], type: 'string' },
        x: whole,
        y: whole,
        button: orNull(button),
        pressed: orNull({ type: 'boolean' }),
        dx: orNull(whole),
        dy: orNull(whole),
        timestamp: orNull(whole),
      },
      ['event_type', 'x', 'y'],
    ),
  },
  window: {
    schemaName: 'desktop/WindowInfo',
    schema: closed(
      'WindowInfo',
      { title: text, rect: { type: 'array', items: whole, minItems: 4, maxItems: 4 }, hWnd: whole },
      ['title', 'rect', 'hWnd'],
    ),
  },
  screen: {
    schemaName: 'desktop/ScreenCaptured',
    schema: closed(
      'ScreenCaptured',
      {
        utc_ns: orNull(whole),
        source_shape: orNull(pair),
        shape: orNull(pair),
        media_ref: orNull(closed('MediaRef', { uri: text, pts_ns: orNull(whole) }, ['uri'])),
      },
      [],
    ),
  },
} as const;

const ownTopics = {
  keystroke: {
    schemaName: 'understudy/Keystroke',
    schema: closed(
      'Keystroke',
      { pressed: { type: 'boolean' }, code: text, key: text, withheld: text },
      ['pressed'],
    ),
  },
  wheel: {
    schemaName: 'understudy/Wheel',
    schema: closed(
      'Wheel',
      { x: whole, y: whole, dx: { type: 'number' }, dy: { type: 'number' } },
      ['x', 'y', 'dx', 'dy'],
    ),
  },
  app: { schemaName: 'understudy/App', schema: closed('App', { app: text }, ['app']) },
  element: {
    schemaName: 'understudy/Element',
    schema: closed(
      'Element',
      {
        relation: { enum: ['pointer', 'focus'], type: 'string' },
        element: orNull(element),
      },
      ['relation', 'element'],
    ),
  },
  page: {
    schemaName: 'understudy/Page',
    schema: closed('Page', { url: text, title: text }, ['url', 'title']),
  },
  interaction: {
    schemaName: 'understudy/Interaction',
    schema: closed(
      'Interaction',
      {
        what: { enum: interactionKinds, type: 'string' },
        element: orNull(element),
        position: closed('Point', { x: whole, y: whole }, ['x', 'y']),
        value: text,
        durationNs: whole,
      },
      ['what', 'element'],
    ),
  },
  snapshot: {
    schemaName: 'understudy/Snapshot',
    schema: closed(
      'Snapshot',
      {
        keyframe: { type: 'boolean' },
        nodes: {
          type: 'array',
          items: closed(
            'SnapshotNode',
            {
              id: whole,
              parent: orNull(whole),
              role: text,
              name: text,
              value: text,
              states: { type: 'array', items: text },
              box: closed('Box', box, boxKeys),
              css: text,
              testId: text,
              label: text,
            },
            ['id', 'parent', 'role', 'name', 'states', 'box'],
          ),
        },
        moved: closed(
          'MovedNodes',
          {
            ids: { type: 'array', items: pair },
            ...Object.fromEntries(boxKeys.map((key) => [key, { type: 'array', items: whole }])),
          },
          ['ids', ...boxKeys],
        ),
        removed: { type: 'array', items: whole },
      },
      ['keyframe', 'nodes', 'removed'],
    ),
  },
  display: {
    schemaName: 'understudy/Display',
    schema: closed(
      'Display',
      {
        size,
        monitors: {
          type: 'array',
          items: closed('Monitor', { ...box, name: text, scale: { type: 'number' } }, [
            ...boxKeys,
            'name',
            'scale',
          ]),
        },
      },
      ['size', 'monitors'],
    ),
  },
  frame: {
    schemaName: 'understudy/Frame',
    schema: closed('Frame', { frame: text, cause }, ['frame', 'cause']),
  },
  patch: {
    schemaName: 'understudy/Patch',
    schema: closed(
      'Patch',
      {
        frame: text,
        cause,
        size,
        keyframe: { type: 'boolean' },
        patches: {
          type: 'array',
          items: closed(
            'ScreenPatch',
            { ...box, mediaType: text, data: { type: 'string', contentEncoding: 'base64' } },
            [...boxKeys, 'mediaType', 'data'],
          ),
        },
      },
      ['frame', 'cause', 'size', 'keyframe', 'patches'],
    ),
  },
  redaction: {
    schemaName: 'understudy/Redaction',
    schema: closed(
      'Redaction',
      {
        frame: text,
        boxes: {
          type: 'array',
          items: closed('RedactedBox', { ...box, label: text, rule: text }, [
            ...boxKeys,
            'label',
            'rule',
          ]),
        },
      },
      ['frame', 'boxes'],
    ),
  },
  gap: {
    schemaName: 'understudy/Gap',
    schema: closed('Gap', { durationNs: whole, reason: text }, ['durationNs', 'reason']),
  },
} as const;

export const topics = { ...owaTopics, ...ownTopics } as const;
export type Topic = keyof typeof topics;

export function isTopic(name: string): name is Topic {
  return Object.hasOwn(topics, name);
}

/** Names of the MCAP metadata records that carry what is known of the segment as a whole. */
export const metadataNames = {
  segment: 'understudy/segment',
  accounting: 'understudy/accounting',
  report: 'understudy/report',
} as const;
