/** Debian's Firefox with the built extension, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
import { startProcess } from '@understudy/testkit';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';

const firefoxFile = '/usr/bin/firefox-esr';
export const hasFirefox = existsSync(firefoxFile);

const addonId = 'understudy@understudy.example';
/** Else made up by the browser, and told to nobody. */
const origin = 'moz-extension://3f0c2a52-6f0e-4d0c-9f0a-0d2a6f3b8c11';
const prefs = {
  'extensions.webextensions.uuids': JSON.stringify({
    [addonId]: origin.replace('moz-extension://', ''),
  }),
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
  // What a test cannot do is to click the browser's own prompt: what was granted before is granted.
  'extensions.webextOptionalPermissionPrompts': false,
};

interface FirefoxTab {
  navigate(url: string): Promise<void>;
  /** The value of an expression in its page. */
  evaluate(expression: string): Promise<unknown>;
  /** A function, run in its page on a value that JSON holds. */
  call<Value, Result>(work: (value: Value) => Promise<Result>, value: Value): Promise<Result>;
  /** Chooses a file, as in the browser's own dialogue. */
  chooseFile(selector: string, path: string): Promise<void>;
  /** Presses the pointer's button in the middle of an element, as a person does. */
  click(selector: string): Promise<void>;
  /** The same with the link or button of just these words, once it is there. */
  clickOn(words: string): Promise<void>;
  type(text: string): Promise<void>;
}

export interface FirefoxWorld {
  /** Opens one of the extension's own pages in a new tab. */
  openOwnPage(path: string): Promise<FirefoxTab>;
  /** Opens any page in a new tab. */
  open(url: string): Promise<FirefoxTab>;
  close(): Promise<void>;
}

/** @param folder the extension as it was built */
export async function startFirefox(folder: string): Promise<FirefoxWorld> {
  const profile = await mkdtemp(join(tmpdir(), 'understudy-firefox-'));
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const firefox = startProcess(
    firefoxFile,
    [
      '--headless',
      '--no-remote',
      `--profile=${profile}`,
      '--remote-debugging-port=0',
      // Else an extension's own pages cannot be opened from outside.
      '--remote-allow-system-access',
    ],
    { PATH: '/usr/bin:/bin', HOME: profile, LANG: 'C.UTF-8' },
  );
  const address = (): string | undefined =>
    /BiDi listening on (ws:\S+)/.exec(firefox.errors())?.[1];
  await expect.poll(address).toBeDefined();
  const send = await connect(`${address()}/session`);
  await send('session.new', { capabilities: {} });
  await send('webExtension.install', { extensionData: { type: 'path', path: folder } });
  const open = async (url: string): Promise<FirefoxTab> => {
    const { context } = createdSchema.parse(await send('browsingContext.create', { type: 'tab' }));
    const tab = driveTab(send, context);
    await tab.navigate(url);
    return tab;
  };
  return {
    open,
    openOwnPage: (path) => open(`${origin}/${path}`),
    close: async () => {
      await firefox.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function driveTab(send: Send, context: string): FirefoxTab {
  const evaluate = async (expression: string): Promise<unknown> => {
    const params = { expression, target: { context }, awaitPromise: true };
    return evaluatedSchema.parse(await send('script.evaluate', params)).result.value;
  };
  const findAll = async (locator: object): Promise<readonly Found[]> => {
    const answer = await send('browsingContext.locateNodes', { context, locator });
    return locatedSchema.parse(answer).nodes.map(({ sharedId }) => ({ sharedId }));
  };
  const find = async (selector: string): Promise<Found> => {
    const [node] = await findAll({ type: 'css', value: selector });
    if (node === undefined) throw new Error(`There is no ${selector}.`);
    return node;
  };
  const perform = (type: string, actions: readonly object[]): Promise<unknown> =>
    send('input.performActions', { context, actions: [{ type, id: type, actions }] });
  /** Into view first: what lies outside cannot be pointed at. */
  const clickAt = async (element: Found): Promise<void> => {
    await send('script.callFunction', {
      functionDeclaration: 'element => element.scrollIntoView({ block: "center" })',
      arguments: [element],
      target: { context },
      awaitPromise: true,
    });
    await perform('pointer', [
      { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element } },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]);
  };
  return {
    navigate: async (url) => {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate,
    call: async (work, value) => {
      const argument = JSON.stringify(value);
      const answer = await evaluate(`(${String(work)})(${argument}).then(JSON.stringify)`);
      return JSON.parse(String(answer));
    },
    chooseFile: async (selector, path) => {
      const element = await find(selector);
      await send('input.setFiles', { context, element, files: [path] });
    },
    click: async (selector) => clickAt(await find(selector)),
    clickOn: async (words) => {
      const says = `[normalize-space()=${JSON.stringify(words)}]`;
      const locator = { type: 'xpath', value: `//a${says} | //button${says}` };
      await expect.poll(() => findAll(locator)).not.toEqual([]);
      const [node] = await findAll(locator);
      if (node !== undefined) await clickAt(node);
    },
    type: async (text) => {
      const keys = Array.from(text).flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ]);
      await perform('key', keys);
    },
  };
}

interface Found {
  readonly sharedId: string;
}

const createdSchema = z.looseObject({ context: z.string() });
const locatedSchema = z.looseObject({ nodes: z.array(z.looseObject({ sharedId: z.string() })) });
const evaluatedSchema = z.looseObject({ result: z.looseObject({ value: z.unknown() }) });
const answerSchema = z.looseObject({
  id: z.number(),
  result: z.unknown().optional(),
  message: z.string().optional(),
});

type Send = (method: string, params: object) => Promise<unknown>;

async function connect(url: string): Promise<Send> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = answerSchema.safeParse(JSON.parse(String(data)));
    if (!answer.success) return;
    const { id, result, message } = answer.data;
    if (message === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(message));
    waiting.delete(id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  return (method, params) => {
    lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(lastId, answer);
    socket.send(JSON.stringify({ id: lastId, method, params }));
    return answer.promise;
  };
}
