/** Real programs on a test desktop, started and awaited until their window stands. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import { join } from 'node:path';
import type { TestDesktop } from './desktop.ts';
import type { RunningProcess } from './process.ts';

export interface TestApp extends RunningProcess {
  /** The X id of the window that appeared. */
  readonly window: number;
}

export interface AppOptions {
  readonly desktop: TestDesktop;
  readonly command: string;
  readonly args?: readonly string[];
  /** The class name in WM_CLASS that its window has; the command's name in any case by default. */
  readonly windowClass?: string;
}

/** Starts the program and waits until a window of its class is on the screen. */
export async function startApp(options: AppOptions): Promise<TestApp> {
  const { desktop, command } = options;
  const started = desktop.run(command, options.args ?? []);
  const wanted = options.windowClass ?? command.split('/').at(-1) ?? command;
  const line = await Promise.race([findWindow(desktop, wanted), started.line(() => false)]);
  return { ...started, window: Number(line) };
}

/** xdotool ends with an X error where a window vanishes while it looks at it: then it looks again. */
async function findWindow(desktop: TestDesktop, wanted: string): Promise<string> {
  const options = ['--sync', '--onlyvisible', '--limit', '1', '--class', wanted];
  for (let attempt = 1; ; attempt += 1) {
    const search = desktop.run('xdotool', ['search', ...options]);
    try {
      return await search.line((text) => /^\d+$/.test(text));
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

export interface ChromiumOptions {
  readonly desktop: TestDesktop;
  readonly url?: string;
  /** false: Chromium shows no structure, as it does by default. */
  readonly accessibility?: boolean;
  readonly args?: readonly string[];
}

export interface TestChromium extends TestApp {
  /** For `chromium.connectOverCDP` of playwright-core. */
  readonly debuggerUrl: string;
}

/** Debian's Chromium in a window of its own profile, reachable by CDP. */
export async function startChromium(options: ChromiumOptions): Promise<TestChromium> {
  const { desktop } = options;
  const profile = await mkdtemp(join(desktop.dir, 'chromium-'));
  await mkdir(join(profile, 'Default'));
  // A browser of a test asks nobody to keep a password.
  await writeFile(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ credentials_enable_service: false }),
  );
  const debuggerPort = readDebuggerPort(profile);
  const started = await startApp({
    desktop,
    command: '/usr/bin/chromium',
    windowClass: 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--password-store=basic',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--window-size=${desktop.size.width},${desktop.size.height}`,
      '--window-position=0,0',
      ...(options.accessibility === false ? [] : ['--force-renderer-accessibility']),
      ...(options.args ?? []),
      options.url ?? 'about:blank',
    ],
  });
  return { ...started, debuggerUrl: `http://127.0.0.1:${await debuggerPort}` };
}

/** Chromium writes the port that it chose into its profile once it listens. */
async function readDebuggerPort(profile: string): Promise<number> {
  const file = join(profile, 'DevToolsActivePort');
  const changes = watch(profile);
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      changes.once('change', () => resolve());
    });
  try {
    for (;;) {
      const next = changed();
      const [line] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
      if (line !== undefined && /^\d+$/.test(line)) return Number(line);
      await next;
    }
  } finally {
    changes.close();
  }
}
