/**
 * Messages → events, one at a time, in the order of the file. Each body is
 * attacker-controlled. Shadow messages (those that only repeat for OWAMcap's
 * tools what one of our own topics says in full) give no event.
 */
import type { z } from 'zod';
import { base64ToBytes } from '#base64';
import { bodies, dataUriToImage, type Body } from './body.ts';
import { RecordingError } from './error.ts';
import { jsonTooLarge } from './json-bounds.ts';
import type { PointerButton, RecordingEvent } from './event.ts';
import type { Topic } from './topic.ts';
import { unreachable } from '@understudy/base';

interface InMessage {
  readonly topic: Topic;
  readonly timeNs: number;
  readonly sequence: number;
  readonly data: Uint8Array;
}

/** Gives the event that this message completes, or null where it completes none. */
export type MessageReader = (message: InMessage) => RecordingEvent | null;

const buttons: Readonly<Record<string, PointerButton | undefined>> = {
  left: 'left',
  middle: 'middle',
  right: 'right',
  x1: 'back',
  x2: 'forward',
};

/** The event of a `mouse` body, or null for a button that has no name here. */
export function mouseEvent(timeNs: number, body: Body<'mouse'>): RecordingEvent | null {
  const { x, y } = body;
  switch (body.event_type) {
    case 'move':
      return { kind: 'pointerMove', timeNs, x, y };
    case 'scroll':
      return { kind: 'wheel', timeNs, x, y, dx: body.dx ?? 0, dy: body.dy ?? 0 };
    case 'click': {
      const button = buttons[body.button ?? 'unknown'];
      if (button === undefined) return null;
      return { kind: 'pointerButton', timeNs, x, y, button, pressed: body.pressed === true };
    }
    default:
      return unreachable(body.event_type);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws RecordingError `badMessage` naming the topic and the number of the event. */
export function parseBody<Name extends Topic>(
  topic: Name,
  data: Uint8Array,
  sequence: number,
): Body<Name> {
  const tooLarge = jsonTooLarge(data);
  if (tooLarge !== null) throw badMessage(topic, sequence, tooLarge);
  try {
    const schema: z.ZodType = bodies[topic];
    return schema.parse(JSON.parse(decoder.decode(data))) as Body<Name>;
  } catch (error) {
    // The cause would repeat what was captured, so only its kind goes on.
    throw badMessage(
      topic,
      sequence,
      error instanceof SyntaxError ? 'is not JSON' : 'does not follow its schema',
    );
  }
}

function badMessage(topic: string, sequence: number, what: string): RecordingError {
  return new RecordingError({
    code: 'badMessage',
    message: `Message ${sequence} on the topic "${topic}" ${what}.`,
    remedy: 'Take the file from its source again, or leave this segment out.',
  });
}

/** A reader for one segment of ours; it keeps the two messages that come in pairs. */
export function createMessageReader(): MessageReader {
  let app: { sequence: number; body: Body<'app'> } | null = null;
  let frame: { sequence: number; body: Body<'frame'> } | null = null;

  return ({ topic, timeNs, sequence, data }) => {
    switch (topic) {
      case 'keyboard':
        return null;
      case 'mouse': {
        const event = mouseEvent(timeNs, parseBody('mouse', data, sequence));
        if (event === null) throw badMessage(topic, sequence, 'names no button');
        return event;
      }
      case 'wheel': {
        const { x, y, dx, dy } = parseBody('wheel', data, sequence);
        return { kind: 'wheel', timeNs, x, y, dx, dy };
      }
      case 'keystroke': {
        const body = parseBody('keystroke', data, sequence);
        return {
          kind: 'key',
          timeNs,
          pressed: body.pressed,
          stroke:
            'withheld' in body
              ? { kind: 'withheld', reason: body.withheld }
              : { kind: 'known', code: body.code, key: body.key },
        };
      }
      case 'app':
        app = { sequence, body: parseBody('app', data, sequence) };
        return null;
      case 'window': {
        const { title, rect, hWnd } = parseBody('window', data, sequence);
        if (app === null || app.sequence !== sequence) {
          throw badMessage(topic, sequence, 'has no "app" message before it');
        }
        const [left, top, right, bottom] = rect;
        if (right < left || bottom < top)
          throw badMessage(topic, sequence, 'has its corners the wrong way round');
        const box = { x: left, y: top, width: right - left, height: bottom - top };
        return { kind: 'window', timeNs, app: app.body.app, title, box, handle: hWnd };
      }
      case 'frame':
        frame = { sequence, body: parseBody('frame', data, sequence) };
        return null;
      case 'screen': {
        const { shape, media_ref: media } = parseBody('screen', data, sequence);
        if (frame === null || frame.sequence !== sequence) {
          throw badMessage(topic, sequence, 'has no "frame" message before it');
        }
        const image = media ? dataUriToImage(media.uri) : null;
        if (image === null || !shape) throw badMessage(topic, sequence, 'holds no image');
        const [width, height] = shape;
        return {
          kind: 'screen',
          timeNs,
          frame: frame.body.frame,
          size: { width, height },
          cause: frame.body.cause,
          keyframe: true,
          patches: [{ x: 0, y: 0, width, height, ...image }],
        };
      }
      case 'patch': {
        const { frame: id, cause, size, keyframe, patches } = parseBody('patch', data, sequence);
        return {
          kind: 'screen',
          timeNs,
          frame: id,
          size,
          cause,
          keyframe,
          patches: patches.map((patch) => ({ ...patch, data: base64ToBytes(patch.data) })),
        };
      }
      case 'element':
        return { kind: 'element', timeNs, ...parseBody('element', data, sequence) };
      case 'interaction':
        return { kind: 'interaction', timeNs, ...parseBody('interaction', data, sequence) };
      case 'snapshot':
        return { kind: 'snapshot', timeNs, ...parseBody('snapshot', data, sequence) };
      case 'page':
        return { kind: 'page', timeNs, ...parseBody('page', data, sequence) };
      case 'display':
        return { kind: 'display', timeNs, ...parseBody('display', data, sequence) };
      case 'redaction':
        return { kind: 'redaction', timeNs, ...parseBody('redaction', data, sequence) };
      case 'gap':
        return { kind: 'gap', timeNs, ...parseBody('gap', data, sequence) };
      default:
        return unreachable(topic);
    }
  };
}
