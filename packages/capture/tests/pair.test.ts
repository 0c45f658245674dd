/** The pair of companion and extension: what the browser tells, and what is told of it when it is silent. */
import { systemClock } from '@understudy/base';
import * as fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createFrameReader,
  encodeFrame,
  serveBrowsers,
  type Browsers,
  type DesktopWindow,
  type ElementListener,
  type ElementPort,
  type ElementScope,
  type PageDeed,
  type FocusedElement,
  type OpenElements,
  type WindowStructure,
} from '../src/index.ts';
import { pairElements } from '../src/browser-pair/paired-elements.ts';
import type { BrowserPage, BrowserQuestion } from '../src/browser-pair/wire.ts';

const processId = 4242;
const window: DesktopWindow = {
  handle: 7,
  app: 'chromium',
  title: 'Orders - Chromium',
  box: { x: 100, y: 50, width: 1000, height: 700 },
  processId,
  owner: 7,
};

/** The viewport stands 0 right and 80 below the window's corner; one CSS pixel is 1.25 of the screen's. */
const place = {
  viewport: { width: 800, height: 496, scale: 1.25 },
  pointer: { clientX: 80, clientY: 40, screenX: 200, screenY: 180 },
};
const page: BrowserPage = {
  window: 3,
  outer: { x: 100, y: 50, width: 1000, height: 700 },
  focused: true,
  title: 'Orders',
  url: 'https://orders.example/list?q=1',
  place,
};
const field = {
  role: 'textbox',
  name: 'Customer',
  box: { x: 10.5, y: 20, width: 100, height: 25 },
  secure: false,
  editable: true,
};
const answers: Record<BrowserQuestion['kind'], unknown> = {
  clock: { atMs: 1000 },
  pages: [page],
  structure: {
    place,
    texts: [
      {
        key: 'a',
        box: { x: 10, y: 20, width: 50, height: 10 },
        text: 'Zoe',
        role: 'text',
        secure: false,
      },
      {
        key: 'b',
        box: { x: 10, y: 60, width: 50, height: 10 },
        text: '',
        role: 'textbox',
        secure: true,
      },
    ],
  },
  element: field,
  focus: field,
};

/** Accessibility that tells one text of the page and one around it. */
const around: WindowStructure = {
  texts: [
    { box: { x: 150, y: 200, width: 10, height: 10 }, text: 'stale', role: 'text', secure: false },
    {
      box: { x: 150, y: 60, width: 10, height: 10 },
      text: 'Reload',
      role: 'button',
      secure: false,
    },
  ],
  keys: ['stale', 'reload'],
  url: 'https://elsewhere.example/',
  pageTitle: '',
  isPrivate: false,
};
const accessible: FocusedElement = {
  processId,
  inPage: true,
  element: { ...field, name: 'from accessibility', app: 'chromium' },
};

function accessibility(structure: WindowStructure | null): ElementPort {
  const elements: OpenElements = {
    page: () => Promise.resolve(structure),
    structure: () => Promise.resolve(structure),
    elementAt: () => Promise.resolve(accessible.element),
    focused: () => Promise.resolve(accessible),
    close: () => Promise.resolve(),
  };
  return { open: () => Promise.resolve(elements) };
}

interface Extension {
  readonly socket: Socket;
  readonly told: readonly unknown[];
  tell(message: unknown): void;
  /** From now on it answers nothing. */
  fallSilent(): void;
}

describe('a browser with the extension', () => {
  let folder = '';
  let path = '';
  let browsers: Browsers;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'understudy-pair-'));
    path = join(folder, 'browser.sock');
    browsers = await serveBrowsers(path, systemClock);
  });
  afterEach(async () => {
    await browsers.close();
    await rm(folder, { recursive: true });
  });

  async function startExtension(
    answer: (question: BrowserQuestion) => unknown = ({ kind }) => answers[kind],
  ): Promise<Extension> {
    const socket = connect(path);
    const told: unknown[] = [];
    let answering = true;
    const first = Promise.withResolvers<void>();
    const tell = (message: unknown): void => void socket.write(encodeFrame(message));
    const read = createFrameReader((message) => {
      told.push(message);
      first.resolve();
      const asked = message as { kind: string; id: number; question: BrowserQuestion };
      const given = asked.kind === 'ask' && answering ? answer(asked.question) : undefined;
      if (given !== undefined) tell({ kind: 'answer', id: asked.id, answer: given });
    });
    socket.on('data', read);
    // The desktop may be gone before it is answered.
    socket.on('error', () => undefined);
    tell({ kind: 'hello', version: 1, process: processId });
    await first.promise;
    return {
      socket,
      told,
      tell,
      fallSilent: () => {
        answering = false;
      },
    };
  }

  const quiet: ElementListener = {
    onFocus: () => undefined,
    onInsert: () => undefined,
    onChange: () => undefined,
    onDeed: () => undefined,
    onLost: () => undefined,
    onPause: () => undefined,
  };
  const scope: ElementScope = {
    tier: 'screen',
    clipboard: false,
    origins: ['https://orders.example'],
  };
  const open = (
    structure: WindowStructure | null = null,
    listener: ElementListener = quiet,
    clipboard = false,
  ): Promise<OpenElements> =>
    pairElements(accessibility(structure), browsers).open(listener, { ...scope, clipboard });

  test('that was never there leaves its windows to accessibility', async () => {
    const elements = await open(around);
    expect((await elements.structure(window, 'layout'))?.keys).toEqual(['stale', 'reload']);
  });

  test.each<[string, (extension: Extension) => void]>([
    ['does not answer', (extension) => extension.fallSilent()],
    ['is gone', (extension) => extension.socket.destroy()],
    [
      'breaks the protocol',
      (extension) => extension.socket.write(encodeFrame({ kind: 'nonsense' })),
    ],
    ['sends a length without end', (extension) => extension.socket.write(Buffer.alloc(4, 0xff))],
  ])('and that %s tells nothing of its windows, nor does accessibility', async (_, spoil) => {
    const extension = await startExtension();
    const elements = await open(around);
    spoil(extension);
    expect(await elements.structure(window, 'layout')).toBeNull();
    expect(await elements.page(window)).toBeNull();
    expect(await elements.focused(window)).toBeNull();
    expect(await elements.elementAt(window, { x: 150, y: 150 })).toBeNull();
    expect(browsers.speaksFor(processId)).toBe('silent');
  });

  test.each<[string, Partial<BrowserPage>, Partial<DesktopWindow>]>([
    ['has another title', { title: 'Customers' }, {}],
    ['stands elsewhere', { outer: { x: 400, y: 50, width: 1000, height: 700 } }, {}],
    ['is private', {}, { title: 'Orders - Chromium (Incognito)' }],
    ['has told no place', { place: { ...place, pointer: null } }, {}],
    [
      'has a viewport that reaches out of it',
      { place: { ...place, viewport: { ...place.viewport, height: 900 } } },
      {},
    ],
  ])('tells nothing of a window that %s', async (_, changed, other) => {
    const shown = { ...page, ...changed };
    await startExtension(({ kind }) => {
      if (kind === 'pages') return [shown];
      return kind === 'structure' ? { place: shown.place ?? place, texts: [] } : answers[kind];
    });
    const elements = await open(around);
    const asked = { ...window, ...other };
    expect(await elements.structure(asked, 'layout')).toBeNull();
    expect(await elements.elementAt(asked, { x: 150, y: 150 })).toBeNull();
    expect((await elements.focused(asked))?.inPage).not.toBe(true);
  });

  test('tells the texts of its page where they stand on the screen, and covers what is around', async () => {
    await startExtension();
    const structure = await (await open()).structure(window, 'layout');
    expect(structure).toMatchObject({ url: page.url, pageTitle: 'Orders', isPrivate: false });
    expect(structure?.texts.slice(0, 2)).toEqual([
      { box: { x: 110, y: 150, width: 50, height: 10 }, text: 'Zoe', role: 'text', secure: false },
      { box: { x: 110, y: 190, width: 50, height: 10 }, text: '', role: 'textbox', secure: true },
    ]);
    expect(structure?.texts.slice(2)).toEqual([
      { box: { x: 100, y: 50, width: 1000, height: 80 }, text: '', role: 'image', secure: true },
    ]);
  });

  test('leaves to accessibility what stands around the page, and only that', async () => {
    await startExtension();
    const structure = await (await open(around)).structure(window, 'layout');
    expect(structure?.keys).toEqual(['a', 'b', 'reload']);
  });

  test('tells the control under the pointer and the focused field', async () => {
    await startExtension();
    const elements = await open(around);
    const told = { ...field, app: 'chromium', box: { x: 110, y: 150, width: 101, height: 25 } };
    expect(await elements.elementAt(window, { x: 150, y: 160 })).toEqual(told);
    expect(await elements.focused(window)).toEqual({ processId, inPage: true, element: told });
  });

  test('tells when its focus moved, on our clock, and that nothing is known until it is placed', async () => {
    const extension = await startExtension();
    const heard: { focus: FocusedElement | null; atNs: number }[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const elements = await open(null, {
      ...quiet,
      onFocus: (focus, atNs) => {
        heard.push({ focus, atNs });
        if (focus !== null) resolve();
      },
    });
    await elements.page(window);
    const beforeNs = Number(systemClock.monotonicNs());
    extension.tell({ kind: 'focus', atMs: 1_000_000, window: 3, element: field });
    await promise;
    expect(heard.map(({ focus }) => focus?.element.name)).toEqual([undefined, 'Customer']);
    // The browser's clock ran on by far; nothing of ours lies ahead of now.
    expect(heard[1]?.atNs).toBeLessThanOrEqual(Number(systemClock.monotonicNs()));
    expect(heard[1]?.atNs).toBeGreaterThanOrEqual(beforeNs);
  });

  test('tells no focus before it moved, however long its clock was on the way', async () => {
    const clockNow = (): number => Number(systemClock.monotonicNs()) / 1e6;
    const extension = await startExtension(({ kind }) =>
      kind === 'clock' ? undefined : answers[kind],
    );
    const heard = Promise.withResolvers<number>();
    const elements = await open(null, {
      ...quiet,
      onFocus: (focus, atNs) => {
        if (focus !== null) heard.resolve(atNs);
      },
    });
    await elements.page(window);
    // The question lay about; what the clock says is told at once.
    const asked = extension.told.find((message) => JSON.stringify(message).includes('clock'));
    extension.tell({
      kind: 'answer',
      id: (asked as { id: number }).id,
      answer: { atMs: clockNow() },
    });
    await elements.page(window);
    const movedMs = clockNow();
    extension.tell({ kind: 'focus', atMs: movedMs, window: 3, element: field });
    expect(await heard.promise).toBeGreaterThanOrEqual(Math.floor(movedMs * 1e6));
  });

  test.each([true, false])(
    'tells where a drag began, how far an area was scrolled, and the clipboard where that is on: %s',
    async (clipboard) => {
      const extension = await startExtension();
      const deeds: PageDeed[] = [];
      const all = clipboard ? 3 : 2;
      const { promise, resolve } = Promise.withResolvers<void>();
      const onDeed = (deed: PageDeed): void => {
        deeds.push(deed);
        if (deeds.length === all) resolve();
      };
      const elements = await open(null, { ...quiet, onDeed }, clipboard);
      await elements.page(window);
      const did = { kind: 'did', atMs: 1000, window: 3, control: null };
      extension.tell({ ...did, what: 'copy', value: 'plugh' });
      extension.tell({ ...did, what: 'scroll', offsets: { x: 0, y: 240 } });
      extension.tell({ ...did, what: 'dragStart', spot: { point: { x: 30, y: 40 }, place } });
      await promise;
      const told = { window: window.handle, element: null };
      expect(deeds).toHaveLength(all);
      expect(deeds).toEqual(
        expect.arrayContaining([
          { ...told, what: 'scroll', position: { x: 0, y: 240 } },
          { ...told, what: 'dragStart', position: { x: 130, y: 170 } },
          ...(clipboard ? [{ ...told, what: 'copy', value: 'plugh' }] : []),
        ]),
      );
    },
  );

  test('learns what the desktop records', async () => {
    const extension = await startExtension();
    const elements = await open();
    await elements.page(window);
    await elements.close();
    await expect
      .poll(() => extension.told.filter((message) => JSON.stringify(message).includes('desktop')))
      .toEqual([null, scope, null].map((recording) => ({ kind: 'desktop', recording })));
  });
});

describe('a frame of native messaging', () => {
  test('comes back as it was, in pieces of any length', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.json().map((text): unknown => JSON.parse(text)),
          { maxLength: 5 },
        ),
        fc.integer({ min: 1, max: 50 }),
        (messages, length) => {
          const bytes = Buffer.concat(messages.map(encodeFrame));
          const read: unknown[] = [];
          const reader = createFrameReader((message) => read.push(message));
          for (let at = 0; at < bytes.length; at += length) reader(bytes.subarray(at, at + length));
          expect(read).toEqual(messages);
        },
      ),
    );
  });
});
