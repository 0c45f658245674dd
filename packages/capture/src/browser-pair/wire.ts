/**
 * What the companion and the browser's extension say to each other by native
 * messaging (docs/extension.md, "With the desktop"). Both sides parse: the
 * extension repeats what pages hold, and any process of the person's could
 * write into the socket.
 *
 * Places are device pixels of the tab's viewport. `atMs` is the browser's own
 * clock: `performance.timeOrigin + event.timeStamp`.
 */
import { tiers } from '@understudy/base';
import { interactionKinds } from '@understudy/recording';
import { z } from 'zod';

const number = z.number().finite();
const words = z.string().max(4000);
const box = z.strictObject({ x: number, y: number, width: number, height: number });
const point = z.strictObject({ x: number, y: number });
const windowId = z.int();

/** The control that is pressed, or has the focus. What a secure one holds is not here. */
const browserElementSchema = z.strictObject({
  role: words,
  name: words,
  box,
  secure: z.boolean(),
  editable: z.boolean(),
  label: words.optional(),
  css: words.optional(),
  testId: words.optional(),
});
export type BrowserElement = z.infer<typeof browserElementSchema>;

/** A run of text, or with `secure` a place to cover; `key` names its node as long as it lives. */
const browserTextSchema = z.strictObject({
  key: z.string().max(100),
  box,
  text: words,
  role: words,
  secure: z.boolean(),
  label: words.optional(),
});

/** Where the viewport stands: told by the last trusted pointer event over it. */
const pagePlaceSchema = z.strictObject({
  /** CSS pixels, and device pixels of one of them. */
  viewport: z.strictObject({ width: number, height: number, scale: number.positive() }),
  /**
   * One pointer event in CSS pixels of the viewport and in the units of `outer`;
   * null where none came since the window or the viewport moved or changed its size.
   */
  pointer: z
    .strictObject({ clientX: number, clientY: number, screenX: number, screenY: number })
    .nullable(),
});
export type PagePlace = z.infer<typeof pagePlaceSchema>;

/** A window of the browser by the tab that it shows. */
const browserPageSchema = z.strictObject({
  window: windowId,
  /** The window in the browser's own units. */
  outer: box,
  focused: z.boolean(),
  title: words,
  /** '' where the extension may not see the page. */
  url: z.string().max(20_000),
  /** null: not told yet. */
  place: pagePlaceSchema.nullable(),
});
export type BrowserPage = z.infer<typeof browserPageSchema>;

const browserQuestionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clock') }),
  z.strictObject({ kind: z.literal('pages') }),
  z.strictObject({ kind: z.literal('structure'), window: windowId }),
  z.strictObject({ kind: z.literal('element'), window: windowId, x: number, y: number }),
  z.strictObject({ kind: z.literal('focus'), window: windowId }),
]);
export type BrowserQuestion = z.infer<typeof browserQuestionSchema>;

/** What each question is answered with; null: the extension cannot tell. */
export const browserAnswerSchemas = {
  clock: z.strictObject({ atMs: number.positive() }),
  pages: z.array(browserPageSchema).max(200),
  structure: z
    .strictObject({ place: pagePlaceSchema, texts: z.array(browserTextSchema).max(50_000) })
    .nullable(),
  element: browserElementSchema.nullable(),
  focus: browserElementSchema.nullable(),
} as const satisfies Record<BrowserQuestion['kind'], z.ZodType>;
export type BrowserAnswer<Kind extends BrowserQuestion['kind']> = z.infer<
  (typeof browserAnswerSchemas)[Kind]
>;

const longestDialogMs = 24 * 60 * 60 * 1000;

const desktopScopeSchema = z.strictObject({
  tier: z.enum(tiers),
  /** Whether it may tell what is copied and pasted. */
  clipboard: z.boolean(),
  /** Of the sites that the extension may look at for it. */
  origins: z.array(words).max(10_000).readonly(),
});

/** Companion → extension. */
export const toBrowserSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ask'), id: z.int(), question: browserQuestionSchema }),
  /** What the desktop records, or null: meanwhile the extension records nothing of its own. */
  z.strictObject({ kind: z.literal('desktop'), recording: desktopScopeSchema.nullable() }),
]);
export type ToBrowser = z.infer<typeof toBrowserSchema>;

/** Extension → companion. */
export const fromBrowserSchema = z.discriminatedUnion('kind', [
  /** The host's own first word: which process is the browser. */
  z.strictObject({ kind: z.literal('hello'), version: z.literal(1), process: z.int().positive() }),
  /** Parsed again by the question that it answers. */
  z.strictObject({ kind: z.literal('answer'), id: z.int(), answer: z.unknown() }),
  z.strictObject({
    kind: z.literal('focus'),
    atMs: number.positive(),
    window: windowId,
    element: browserElementSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('changed'),
    atMs: number.positive(),
    /** `text`: the person put some into the page; `page`: another address or tab. */
    what: z.enum(['text', 'layout', 'page']),
  }),
  /** Something that the person did on a listed page in the window, or with its tab. */
  z.strictObject({
    kind: z.literal('did'),
    atMs: number.positive(),
    window: windowId,
    what: z.enum(interactionKinds),
    /** To which control, and where its page stands; null: to none, or that is not known. */
    control: z.strictObject({ element: browserElementSchema, place: pagePlaceSchema }).nullable(),
    /** What was chosen or copied, or the names of files. */
    value: words.exactOptional(),
    /** Of a scrolled area, its offsets since then in CSS pixels. */
    offsets: point.exactOptional(),
    /** Of a drag, where it began or ended, and where its page stands. */
    spot: z.strictObject({ point, place: pagePlaceSchema }).exactOptional(),
    durationMs: number.min(0).max(longestDialogMs).exactOptional(),
  }),
  /** The person paused at the extension's icon, its marker or its shortcut. */
  z.strictObject({ kind: z.literal('pause') }),
]);
export type FromBrowser = z.infer<typeof fromBrowserSchema>;

/** Under which browsers know the companion's host. */
export const nativeHostName = 'org.understudy.companion';
