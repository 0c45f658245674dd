/**
 * Questions of the desktop about this browser's windows → what the documents
 * of their tabs in front answer, in device pixels of the tab's viewport.
 * Answers are of a page's process: all of them are parsed.
 */
import type { BrowserAnswer, BrowserElement, BrowserPage, PagePlace } from '@understudy/capture';
import type { TextBox } from '@understudy/recording';
import { inTime } from '../in-time.ts';
import { explainPicture } from '../page/explain-picture.ts';
import { pageViewSchema, type PageView } from '../page/page-view.ts';
import { placeFrame, type FrameBox, type Placement } from '../page/place-frames.ts';
import { nodeToControl } from '../page/records-to-events.ts';
import {
  pairedControlSchema,
  type PairedControl,
  type PairedPlace,
  type ToPairedPage,
} from './pair-messages.ts';

/** @param isListed whether the desktop's consent lists the site of an address */
export async function readPages(
  isListed: (url: string) => boolean,
): Promise<BrowserAnswer<'pages'>> {
  const windows = await chrome.windows.getAll({ populate: true, windowTypes: ['normal', 'popup'] });
  const shown = windows.filter(({ incognito }) => !incognito);
  return Promise.all(shown.map((window) => windowToPage(window, isListed)));
}

async function windowToPage(
  window: chrome.windows.Window,
  isListed: (url: string) => boolean,
): Promise<BrowserPage> {
  const { id = -1, left = 0, top = 0, width = 0, height = 0, focused } = window;
  const tab = window.tabs?.find(({ active }) => active);
  const url = tab?.url ?? '';
  const listed = isListed(url);
  // The place of a page that is busy is not known for now; its address is all the same.
  const told =
    tab?.id !== undefined && listed
      ? await inTime(askFrame(tab.id, 0, 'nothing'), placePatienceMs)
      : null;
  return {
    window: id,
    outer: { x: left, y: top, width, height },
    focused,
    title: (tab?.title ?? '').slice(0, titleLength),
    // What is not listed is nobody's business.
    url: listed ? url : '',
    place: told === null ? null : placeOf(told),
  };
}

const titleLength = 1000;
const placePatienceMs = 100;

const placeOf = ({ viewport, anchor }: PairedControl): PagePlace => ({ viewport, pointer: anchor });

export async function readStructure(window: number): Promise<BrowserAnswer<'structure'>> {
  const tab = await frontTab(window);
  if (tab === null) return null;
  const frames = await framesOf(tab);
  const [top, ...views] = await Promise.all([
    askFrame(tab, 0, 'nothing'),
    ...frames.map(async ({ frameId: frame }) => ({
      frame,
      snapshot: await send(tab, frame, { kind: 'pairView' }),
    })),
  ]);
  const explained = explainPicture(views);
  if (top === null || top === undefined || explained === null) return null;
  return { place: placeOf(top), texts: keyed(explained.texts) };
}

/** The same text at the same turn keeps its key, wherever it stands. */
function keyed(texts: readonly TextBox[]): NonNullable<BrowserAnswer<'structure'>>['texts'] {
  const turns = new Map<string, number>();
  return texts.map((text) => {
    const start = `${text.role} ${text.text.slice(0, 60)}`;
    const turn = turns.get(start) ?? 0;
    turns.set(start, turn + 1);
    return { ...text, key: `${start} ${turn}` };
  });
}

export interface PlacedDocument {
  readonly placement: Placement;
  /** Where its tab's viewport stands. */
  readonly place: PagePlace;
}

/** Where a document stands in its tab's viewport; null where its parents do not tell. */
export async function placeDocument(tab: number, frame: number): Promise<PlacedDocument | null> {
  const [top, own] = await Promise.all([
    askFrame(tab, 0, 'nothing'),
    askFrame(tab, frame, 'nothing'),
  ]);
  const path = own?.framePath ?? null;
  if (top === null || path === null) return null;
  const around = await viewsAround(tab, frame);
  const placement = placeFrame(path, wholeOf(top), (at) => around[at.length]?.frames ?? null);
  return placement === null ? null : { placement, place: placeOf(top) };
}

/** What the documents around one show, the top first. */
async function viewsAround(tab: number, frame: number): Promise<readonly (PageView | undefined)[]> {
  const parents = new Map(
    (await framesOf(tab)).map(({ frameId, parentFrameId }) => [frameId, parentFrameId]),
  );
  const chain: number[] = [];
  for (let at = parents.get(frame) ?? -1; at >= 0 && chain.length < mostDepth;) {
    chain.unshift(at);
    at = parents.get(at) ?? -1;
  }
  const told = chain.map((one) => send(tab, one, { kind: 'pairView' }));
  return (await Promise.all(told)).map((view) => pageViewSchema.safeParse(view).data);
}

/** The control at a point of the viewport in device pixels, through all frames. */
export async function readElement(
  window: number,
  { x, y }: { readonly x: number; readonly y: number },
): Promise<BrowserElement | null> {
  const tab = await frontTab(window);
  if (tab === null) return null;
  return findControl(tab, { x, y, scale: null }, (placement) => ({
    x: x - placement.x,
    y: y - placement.y,
    scale: placement.scale,
  }));
}

/** The focused control, through all frames; null where the keyboard is not in the page. */
export async function readFocus(window: number): Promise<BrowserElement | null> {
  const tab = await frontTab(window);
  return tab === null ? null : findControl(tab, 'focus', () => 'focus');
}

/** Frames inside of frames that are followed. */
const mostDepth = 8;

/** @param first what the top is asked; `inside` the same for a frame that stands there */
async function findControl(
  tab: number,
  first: PairedPlace,
  inside: (placement: Placement) => PairedPlace,
): Promise<BrowserElement | null> {
  const boxes: FrameBox[] = [];
  let frame = 0;
  let told = await askFrame(tab, frame, first);
  if (told === null) return null;
  const whole = wholeOf(told);
  let placement: Placement | null = whole;
  while (told !== null && told.control !== null && placement !== null) {
    if (first === 'focus' && !told.hasFocus) return null;
    const { control }: PairedControl = told;
    if (control.frame === undefined || boxes.length === mostDepth)
      return nodeToControl(control, placement);
    boxes.push({ ...control.frame, box: control.box });
    const path = boxes.map(({ index }) => index);
    const inner = await frameAt(tab, frame, path);
    if (inner === null) return nodeToControl(control, placement);
    frame = inner;
    placement = placeFrame(path, whole, (at) => boxes.slice(at.length, at.length + 1));
    told = placement === null ? null : await askFrame(tab, frame, inside(placement));
  }
  return null;
}

function wholeOf({ viewport: { width, height, scale } }: PairedControl): Placement {
  const clip = { x: 0, y: 0, width: width * scale, height: height * scale };
  return { x: 0, y: 0, scale, clip };
}

/** The child of `parent` whose own path is that. */
async function frameAt(
  tab: number,
  parent: number,
  path: readonly number[],
): Promise<number | null> {
  const frames = (await framesOf(tab)).filter(({ parentFrameId }) => parentFrameId === parent);
  for (const { frameId } of frames) {
    const told = await askFrame(tab, frameId, 'nothing');
    if (told?.framePath?.join() === path.join()) return frameId;
  }
  return null;
}

async function frontTab(windowId: number): Promise<number | null> {
  const [tab] = await chrome.tabs.query({ active: true, windowId }).catch(() => []);
  return tab?.id === undefined || tab.incognito ? null : tab.id;
}

async function framesOf(tabId: number) {
  return (await chrome.webNavigation.getAllFrames({ tabId }).catch(() => null)) ?? [];
}

async function askFrame(
  tab: number,
  frame: number,
  at: PairedPlace,
): Promise<PairedControl | null> {
  const told = pairedControlSchema.safeParse(await send(tab, frame, { kind: 'pairControl', at }));
  return told.success ? told.data : null;
}

/** What it answers, unparsed; null where our script does not run. */
export function send(tab: number, frameId: number, message: ToPairedPage): Promise<unknown> {
  return chrome.tabs
    .sendMessage<ToPairedPage, unknown>(tab, message, { frameId })
    .then((answer) => answer ?? null)
    .catch(() => null);
}
