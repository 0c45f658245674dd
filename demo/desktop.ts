/** The desktop that the demo works on: the machine's own where there is one, else a virtual one. */
import type { Box } from '@understudy/recording';
import {
  startApp,
  startChromium,
  startDesktop,
  startProcess,
  type RunningProcess,
  type TestChromium,
  type TestDesktop,
} from '@understudy/testkit';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const virtualSize = { width: 1440, height: 900 } as const;
const editorSize = { width: 464, height: 380 } as const;

/** The virtual desktop, or the one of `env.DISPLAY` where that is set. */
export async function openDesktop(
  env: Readonly<Record<string, string | undefined>>,
): Promise<TestDesktop> {
  const display = env['DISPLAY'];
  if (display === undefined || display === '') return startDesktop(virtualSize);
  const dir = await mkdtemp(join(tmpdir(), 'understudy-demo-'));
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) own[name] = value;
  const running: RunningProcess[] = [];
  const run: TestDesktop['run'] = (command, args = []) => {
    const started = startProcess(command, args, own);
    running.push(started);
    return started;
  };
  const geometry = await run('xdotool', ['getdisplaygeometry']).line((line) => line !== '');
  const [width = virtualSize.width, height = virtualSize.height] = geometry.split(' ').map(Number);
  return {
    display,
    env: own,
    size: { width, height },
    dir,
    run,
    stop: async () => {
      for (const started of running.toReversed()) await started.stop();
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface DemoApps {
  readonly browser: TestChromium;
  /** The paper of the text editor, where a click puts the caret. */
  readonly paper: Box;
}

/** Chromium on the left, mousepad on the right. */
export async function startApps(desktop: TestDesktop, url: string): Promise<DemoApps> {
  const { width, height } = desktop.size;
  const browserWidth = Math.min(width - editorSize.width - 10, 1030);
  const editor = await startApp({ desktop, command: 'mousepad', args: ['--disable-server'] });
  const place = { x: browserWidth + 6, y: height - editorSize.height - 40 };
  const window = String(editor.window);
  const { width: editorWidth, height: editorHeight } = editorSize;
  await desktop.run('xdotool', [
    'windowsize',
    '--sync',
    window,
    `${editorWidth}`,
    `${editorHeight}`,
  ]).ended;
  await desktop.run('xdotool', ['windowmove', window, `${place.x}`, `${place.y}`]).ended;
  const browser = await startChromium({
    desktop,
    url,
    // --test-type: no bar about the switches that a virtual desktop needs.
    args: [`--window-size=${browserWidth},${height}`, '--test-type'],
  });
  return { browser, paper: await paperOf(desktop, editor.window) };
}

/** The lower two thirds of the window: below its title, menu and the first lines. */
async function paperOf(desktop: TestDesktop, window: number): Promise<Box> {
  const told = desktop.run('xdotool', ['getwindowgeometry', '--shell', String(window)]);
  const value = async (name: string): Promise<number> =>
    Number((await told.line((line) => line.startsWith(`${name}=`))).slice(name.length + 1));
  const [x, y, width, height] = [
    await value('X'),
    await value('Y'),
    await value('WIDTH'),
    await value('HEIGHT'),
  ];
  return { x: x + 20, y: y + height / 3, width: width - 60, height: height / 2 };
}
