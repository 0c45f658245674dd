/** The extension in a real Chromium, joined to a real vault and keeper, with consent to one program. */
import type { SessionId, Tier } from '@understudy/base';
import type { CompanionCaptureState, CompanionTimeline } from '@understudy/protocol';
import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestServers } from '../../companion/tests/servers.ts';
import { companionOf, type TestCompanion } from './call-companion.ts';
import { servePages } from '@understudy/testkit/local-server';
import { startExtension, type ExtensionWorld, type ExtensionWorldOptions } from './world.ts';

export interface RecordingWorld extends ExtensionWorld {
  /** A page of the extension's own, through which `companion` speaks. */
  readonly me: Page;
  readonly companion: TestCompanion;
  /** Starts a session and waits until scripts may run; gives the state then. */
  record(tier?: Tier): Promise<void>;
  /** Starts a session, opens a page and waits until it is recorded. */
  recordOn(url: string): Promise<Page>;
  state(): Promise<CompanionCaptureState>;
  /** Resolves once capture is in this state. */
  until(kind: CompanionCaptureState['kind']): Promise<CompanionCaptureState>;
  /** Ends the session and tells what it holds. */
  finish(): Promise<{ readonly session: SessionId; readonly timeline: CompanionTimeline }>;
}

/** A fresh profile that has joined and consented, up to pictures. */
export async function startRecordingWorld(
  servers: Pick<TestServers, 'joinFile' | 'program'>,
  options: ExtensionWorldOptions = {},
): Promise<RecordingWorld> {
  const world = await startExtension(options);
  const { program } = servers;
  const me = await world.openOwnPage('join.html');
  await me.setInputFiles('#file', servers.joinFile);
  await me.click('button');
  await me.waitForURL(/me\.html/);
  const opened = openRecordingWorld(world, me, servers);
  await opened.companion.call('listPrograms');
  await opened.companion.call('giveConsent', { params: { program }, body: { tier: 'screen' } });
  return opened;
}

/** A profile that has joined before. */
export async function reopenRecordingWorld(
  servers: Pick<TestServers, 'program'>,
  profileDir: string,
): Promise<RecordingWorld> {
  const world = await startExtension({ profileDir });
  return openRecordingWorld(world, await world.openOwnPage('me.html'), servers);
}

function openRecordingWorld(
  world: ExtensionWorld,
  me: Page,
  { program }: Pick<TestServers, 'program'>,
): RecordingWorld {
  const companion = companionOf((work, call) => me.evaluate(work, call));
  const state = async (): Promise<CompanionCaptureState> => (await companion.call('state')).capture;
  const until = async (kind: CompanionCaptureState['kind']): Promise<CompanionCaptureState> => {
    await expect.poll(async () => (await state()).kind).toBe(kind);
    return state();
  };
  const record = async (tier: Tier = 'screen'): Promise<void> => {
    await companion.call('start', { body: { program, tier } });
    await expect.poll(() => registered(me)).toBeGreaterThan(0);
  };
  return {
    ...world,
    me,
    companion,
    state,
    until,
    record,
    recordOn: async (url) => {
      await record();
      return openRecorded(world, url);
    },
    finish: async () => {
      const ended = await companion.call('stop');
      if (ended === null) throw new Error('Nothing was being recorded.');
      const { session } = ended;
      return { session, timeline: await companion.call('timeline', { params: { session } }) };
    },
  };
}

/** How many content scripts the extension has registered, asked from its own page. */
export function registered(me: Page): Promise<number> {
  return me.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length);
}

/** In how many worlds of its own the extension runs in the page's frames: 0 where it is not there. */
export function extensionWorlds(page: Page): Promise<number> {
  return inExtensionWorlds(page, async (_session, worlds) => worlds.length);
}

/** What the extension answers to a message from its script in this page, as if a taken-over renderer sent it. */
export function askAsPage(page: Page, message: unknown): Promise<unknown> {
  return inExtensionWorlds(page, async (session, [contextId = 0]) => {
    const { result } = await session.send('Runtime.evaluate', {
      contextId,
      expression: `chrome.runtime.sendMessage(${JSON.stringify(message)})`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  });
}

/** How many pictures the browser was asked for from here on. */
export async function countTakenPictures({
  context,
}: Pick<RecordingWorld, 'context'>): Promise<() => Promise<number>> {
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error('The extension has no worker now.');
  await worker.evaluate(() => {
    const counted = new Proxy(chrome.tabs.captureVisibleTab, {
      apply: (take, _self, call) => {
        Reflect.set(globalThis, 'taken', Number(Reflect.get(globalThis, 'taken')) + 1);
        return Reflect.apply(take, chrome.tabs, call);
      },
    });
    Reflect.set(globalThis, 'taken', 0);
    Reflect.set(chrome.tabs, 'captureVisibleTab', counted);
  });
  return () => worker.evaluate(() => Number(Reflect.get(globalThis, 'taken')));
}

/** How often this page is asked from here on what explains a picture. */
export async function countAskedPictures(page: Page): Promise<() => Promise<number>> {
  const inWorld = (expression: string): Promise<unknown> =>
    inExtensionWorlds(page, async (session, [contextId = 0]) => {
      const { result } = await session.send('Runtime.evaluate', { contextId, expression });
      return result.value;
    });
  await inWorld(`asked = 0; chrome.runtime.onMessage.addListener(({ kind }) => {
    if (kind === 'snapshotWanted') asked += 1;
  });`);
  return async () => Number(await inWorld('asked'));
}

async function inExtensionWorlds<Value>(
  page: Page,
  use: (session: CDPSession, worlds: readonly number[]) => Promise<Value>,
): Promise<Value> {
  const session = await page.context().newCDPSession(page);
  const worlds: number[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin.startsWith('chrome-extension://')) worlds.push(context.id);
  });
  await session.send('Runtime.enable');
  try {
    return await use(session, worlds);
  } finally {
    await session.detach();
  }
}

/** The host, as the browser's protocol names it. */
export async function hostTarget({ browser }: Pick<ExtensionWorld, 'browser'>): Promise<string> {
  const { targetInfos } = await browser.send('Target.getTargets');
  const host = targetInfos.find(({ url }) => url.endsWith('/offscreen.html'));
  if (host === undefined) throw new Error('There is no host.');
  return host.targetId;
}

/** Lets an error that nobody catches happen in the worker that redacts. */
export async function breakRedactor({ browser }: Pick<ExtensionWorld, 'browser'>): Promise<void> {
  const worker = Promise.withResolvers<string>();
  browser.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { method, params } = JSON.parse(message);
    const isWorker = method === 'Target.attachedToTarget' && params.targetInfo.type === 'worker';
    if (isWorker) worker.resolve(params.sessionId);
  });
  const targetId = await hostTarget({ browser });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId });
  const tellHost = (id: number, method: string, params: object) =>
    browser.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
  const attaching = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await tellHost(1, 'Target.setAutoAttach', attaching);
  const expression = 'setTimeout(() => { throw new Error(); })';
  await tellHost(2, 'Target.sendMessageToTarget', {
    sessionId: await worker.promise,
    message: JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }),
  });
}

/** Keeps the host from doing anything, as a slow machine does, until the returned function is called. */
export async function holdHost({
  browser,
}: Pick<ExtensionWorld, 'browser'>): Promise<() => Promise<void>> {
  const asked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<string>();
  const site = await servePages({
    '/': () => {
      asked.resolve();
      return released.promise;
    },
  });
  const targetId = await hostTarget({ browser });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId });
  const expression = `(${String(waitFor)})(${JSON.stringify(site.origin)})`;
  const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
  await browser.send('Target.sendMessageToTarget', { sessionId, message });
  await asked.promise;
  return async () => {
    released.resolve('');
    await browser.send('Target.detachFromTarget', { sessionId });
    await site.close();
  };
}

/** Runs in the host, and blocks it. */
function waitFor(url: string): void {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.send();
}

/** Opens a page of a site that is recorded now. */
export async function openRecorded({ context }: ExtensionWorld, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await untilRecorded(page);
  return page;
}

/** Waits until the page's script is there: it keeps what is done from then on. */
export async function untilRecorded(page: Page): Promise<void> {
  await expect.poll(() => extensionWorlds(page)).toBeGreaterThan(0);
}

/** What was clicked, by its name: how long the machine made a person wait between is left out. */
export const clicksIn = ({ steps }: CompanionTimeline): readonly string[] =>
  steps.flatMap(({ kind, target }) => (kind === 'click' ? [target?.name ?? ''] : []));

/** How many input events the session has kept so far. */
export async function keptBy(world: RecordingWorld): Promise<number> {
  const state = await world.state();
  return state.kind === 'idle' ? 0 : state.accounting.kept;
}

/** Waits until the session has kept this many input events. */
export async function untilKept(world: RecordingWorld, count: number): Promise<void> {
  await expect.poll(() => keptBy(world)).toBeGreaterThanOrEqual(count);
}
