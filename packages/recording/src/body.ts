/** The JSON body of each topic, parsed at the edge; every body here is attacker-controlled. */
import { isId, type FrameId } from '@understudy/base';
import { base64ToBytes } from '#base64';
import { z } from 'zod';
import { isWhole } from './moved-nodes.ts';
import { interactionKinds } from './page-event.ts';
import type { Topic } from './topic.ts';

const whole = z.int();
const length = z.int().nonnegative();
const box = z.strictObject({ x: whole, y: whole, width: length, height: length });
const frame = z.custom<FrameId>((value) => isId('frame', value));
const cause = z.enum(['damage', 'beforeAction', 'start']);
const size = z.strictObject({ width: length, height: length });
const mediaType = z.enum(['image/webp', 'image/png', 'image/jpeg']);
const locator = {
  css: z.string().exactOptional(),
  testId: z.string().exactOptional(),
  label: z.string().exactOptional(),
};
const element = z
  .strictObject({
    role: z.string(),
    name: z.string(),
    box,
    secure: z.boolean(),
    editable: z.boolean(),
    app: z.string(),
    ...locator,
  })
  .nullable();
const timestamp = whole.nullish();
const pair = z.tuple([whole, whole]).nullish();

export const bodies = {
  keyboard: z.object({ event_type: z.enum(['press', 'release']), vk: whole, timestamp }),
  mouse: z.object({
    event_type: z.enum(['move', 'click', 'scroll']),
    x: whole,
    y: whole,
    button: z.enum(['unknown', 'left', 'middle', 'right', 'x1', 'x2']).nullish(),
    pressed: z.boolean().nullish(),
    dx: whole.nullish(),
    dy: whole.nullish(),
    timestamp,
  }),
  window: z.object({
    title: z.string(),
    rect: z.tuple([whole, whole, whole, whole]),
    hWnd: whole,
  }),
  screen: z.object({
    utc_ns: z.number().nullish(),
    source_shape: pair,
    shape: pair,
    media_ref: z.object({ uri: z.string(), pts_ns: z.number().nullish() }).nullish(),
  }),
  keystroke: z.union([
    z.strictObject({ pressed: z.boolean(), code: z.string(), key: z.string() }),
    z.strictObject({
      pressed: z.boolean(),
      withheld: z.enum(['secureField', 'unknownField', 'tier', 'sensitive']),
    }),
  ]),
  wheel: z.strictObject({ x: whole, y: whole, dx: z.number(), dy: z.number() }),
  app: z.strictObject({ app: z.string() }),
  element: z.strictObject({
    relation: z.enum(['pointer', 'focus']),
    element,
  }),
  page: z.strictObject({ url: z.string(), title: z.string() }),
  interaction: z.strictObject({
    what: z.enum(interactionKinds),
    element,
    position: z.strictObject({ x: whole, y: whole }).exactOptional(),
    value: z.string().exactOptional(),
    durationNs: length.exactOptional(),
  }),
  snapshot: z.strictObject({
    keyframe: z.boolean(),
    nodes: z.array(
      z.strictObject({
        id: length,
        parent: length.nullable(),
        role: z.string(),
        name: z.string(),
        value: z.string().exactOptional(),
        states: z.array(z.string()),
        box,
        ...locator,
      }),
    ),
    moved: z
      .strictObject({
        ids: z.array(z.tuple([length, z.int().positive()])),
        x: z.array(whole),
        y: z.array(whole),
        width: z.array(length),
        height: z.array(length),
      })
      .refine(isWhole)
      .exactOptional(),
    removed: z.array(length),
  }),
  display: z.strictObject({
    size,
    monitors: z.array(box.extend({ name: z.string(), scale: z.number() })),
  }),
  frame: z.strictObject({ frame, cause }),
  patch: z.strictObject({
    frame,
    cause,
    size,
    keyframe: z.boolean(),
    patches: z.array(box.extend({ mediaType, data: z.base64() })),
  }),
  redaction: z.strictObject({
    frame,
    boxes: z.array(box.extend({ label: z.string(), rule: z.string() })),
  }),
  gap: z.strictObject({
    durationNs: length,
    reason: z.enum(['paused', 'notAllowed', 'locked', 'leaseLost', 'unreadable', 'cut']),
  }),
} as const satisfies Record<Topic, z.ZodType>;

export type Body<Name extends Topic> = z.infer<(typeof bodies)[Name]>;

const dataUri = /^data:(image\/(?:webp|png|jpeg));base64,/;

/** The image inside a data URI, or null where the URI is of another kind. */
export function dataUriToImage(
  uri: string,
): { mediaType: z.infer<typeof mediaType>; data: Uint8Array } | null {
  const match = dataUri.exec(uri);
  if (match?.[1] === undefined) return null;
  const type = mediaType.safeParse(match[1]);
  const data = z.base64().safeParse(uri.slice(match[0].length));
  if (!type.success || !data.success) return null;
  return { mediaType: type.data, data: base64ToBytes(data.data) };
}
