import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startApp, startChromium } from './apps.ts';
import { startDesktop } from './desktop.ts';
import type { RunningProcess } from './process.ts';

const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
};

const printed = async (started: RunningProcess): Promise<string> => {
  const line = await started.line((text) => text.includes('('));
  await started.ended;
  return line;
};

test('a desktop has a server of the size asked for, a window manager and an accessibility bus', async () => {
  await using desktop = await disposable(startDesktop({ width: 1920, height: 1080 }));
  const root = desktop.value.run('xwininfo', ['-root']);
  expect(await root.line((line) => line.includes('Width'))).toContain('1920');
  const bus = desktop.value.run('gdbus', [
    'call',
    '--session',
    '--dest',
    'org.a11y.Bus',
    '--object-path',
    '/org/a11y/bus',
    '--method',
    'org.a11y.Bus.GetAddress',
  ]);
  expect(await printed(bus)).toContain(desktop.value.dir);
});

test('programs have a window when they are started, and nothing of a desktop outlives it', async () => {
  const desktop = await startDesktop();
  const editor = await startApp({ desktop, command: 'mousepad' });
  const browser = await startChromium({ desktop, url: 'data:text/html,<title>hello</title>' });
  expect(editor.window).toBeGreaterThan(0);
  const answer = await fetch(`${browser.debuggerUrl}/json/list`);
  expect(await answer.text()).toContain('hello');
  await desktop.stop();
  expect(await isAlive(editor.pid)).toBe(false);
  expect(await isAlive(browser.pid)).toBe(false);
});

async function disposable<Value extends { stop(): Promise<void> }>(made: Promise<Value>) {
  const value = await made;
  return { value, [Symbol.asyncDispose]: () => value.stop() };
}
