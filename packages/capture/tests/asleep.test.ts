/** What is done on a real desktop while the recorder, as on a machine under load, looks at nothing. */
import type { RawEvent } from '@understudy/recording';
import { startApp } from '@understudy/testkit';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { isFocusOn, startWorld } from './world.ts';

const before = { x: 400, y: 400 };
const asleep = { x: 420, y: 420 };
const awake = { x: 440, y: 440 };

function isPressAt({ x, y }: typeof before) {
  return (event: RawEvent): boolean =>
    event.kind === 'pointerButton' && event.pressed && event.x === x && event.y === y;
}

test.each([
  { does: 'stays', after: [] },
  { does: 'is gone again', after: ['windowunmap'] },
])('a click into a window that is not allowed and $does is not kept', async ({ after }) => {
  let vault = '';
  await using world = await startWorld({
    apps: [{ kind: 'app', app: 'mousepad' }],
    tier: 'actions',
    before: async (desktop) => {
      const where = ['-geometry', '600x400+200+200'];
      const { window } = await startApp({
        desktop,
        command: 'xmessage',
        args: [...where, 'Vault'],
      });
      vault = String(window);
      await desktop.run('xdotool', ['windowunmap', '--sync', vault]).ended;
      const editor = String((await startApp({ desktop, command: 'mousepad' })).window);
      const toAll = ['windowmove', '--sync', editor, '0', '0', 'windowsize', editor, '1200', '700'];
      await desktop.run('xdotool', toAll).ended;
    },
  });
  await world.until(isFocusOn('mousepad'));
  world.hands.click(before.x, before.y);
  await world.until(isPressAt(before));
  const told = world.events.length;
  const goes = after.flatMap((command) => ['sleep', '0.1', command, '--sync', vault]);
  const to = [String(asleep.x), String(asleep.y)];
  const comes = ['windowmap', '--sync', vault, 'sleep', '0.1', 'mousemove', ...to, 'sleep', '0.1'];
  // Nothing else of this process runs meanwhile.
  execFileSync('xdotool', [...comes, 'click', '1', ...goes, 'sleep', '0.1'], {
    env: world.desktop.env,
  });
  await world.desktop.run('xdotool', ['windowunmap', '--sync', vault]).ended;
  await world.until((event) => world.events.indexOf(event) >= told && isFocusOn('mousepad')(event));
  world.hands.click(awake.x, awake.y);
  await world.until(isPressAt(awake));
  await world.capture.stop();
  const presses = world.events.filter((event) => event.kind === 'pointerButton' && event.pressed);
  expect(presses).toEqual([before, awake].map((at) => expect.objectContaining(at)));
  expect(world.events).not.toContainEqual(expect.objectContaining(asleep));
  const { arrived, dropped, generated, kept } = world.capture.accounting();
  expect(generated).toBe(arrived);
  expect(arrived).toBe(kept + (dropped.notAllowed ?? 0));
});
