/** Before a consent, and while paused, the X server is asked for nothing that listens or looks. */
import { consentTo, startDesktop } from '@understudy/testkit';
import { systemClock, systemRandom } from '@understudy/base';
import { expect, test } from 'vitest';
import { openX11Desktop, startCapture } from '../src/index.ts';
import { recordRequests } from './request-recorder.ts';

const listening = ['XISelectEvents', 'GetImage', 'ShmGetImage', 'DamageCreate', 'GrabKey'];

test('opening a desktop asks the X server for no event and no pixel', async () => {
  await using desktop = await disposable();
  await using recorder = await recordRequests(desktop.value.display);
  const ports = await openX11Desktop({ display: recorder.display });
  expect(recorder.requests()).not.toEqual([]);
  expect(recorder.requests().filter((name) => listening.includes(name))).toEqual([]);
  await ports.close();
});

test('a tier that was not agreed to opens no hook', async () => {
  await using desktop = await disposable();
  await using recorder = await recordRequests(desktop.value.display);
  const ports = await openX11Desktop({ display: recorder.display });
  const consent = await consentTo([{ kind: 'app', app: 'mousepad' }], 'motion');
  await expect(startCapture(options(ports, consent, 'screen'))).rejects.toMatchObject({
    code: 'notConsented',
  });
  expect(recorder.requests().filter((name) => listening.includes(name))).toEqual([]);
  await ports.close();
});

test('under a live consent the hooks are opened; a pause closes each of them', async () => {
  await using desktop = await disposable();
  await using recorder = await recordRequests(desktop.value.display);
  const ports = await openX11Desktop({ display: recorder.display });
  const consent = await consentTo([{ kind: 'app', app: 'mousepad' }], 'screen');
  const capture = await startCapture(options(ports, consent, 'screen'));
  await capture.pause();
  const hooks = () => {
    const made = (wanted: string) => recorder.requests().filter((name) => name === wanted).length;
    const selections = made('XISelectEvents');
    const damages = made('DamageCreate') - made('DamageDestroy');
    return { selections, damages, keys: made('GrabKey') - made('UngrabKey') };
  };
  // The proxy reads what was written a moment later, of each connection by itself.
  await expect.poll(hooks).toEqual({ selections: 2, damages: 0, keys: 0 });
  const opened = recorder.requests();
  expect(opened).toContain('DamageCreate');
  // What happens now is nobody's business.
  await desktop.value.run('xdotool', ['key', 'a', 'click', '1']).ended;
  expect(
    recorder
      .requests()
      .slice(opened.length)
      .filter((name) => listening.includes(name)),
  ).toEqual([]);
  await capture.stop();
  await ports.close();
});

test('where the desktop cannot be captured, no hook is left open', async () => {
  await using desktop = await disposable({ accessibility: false });
  await using recorder = await recordRequests(desktop.value.display);
  const ports = await openX11Desktop({ display: recorder.display });
  const consent = await consentTo([{ kind: 'app', app: 'mousepad' }], 'screen');
  await expect(startCapture(options(ports, consent, 'screen'))).rejects.toMatchObject({
    code: 'accessibilityAbsent',
  });
  expect(recorder.requests().filter((name) => listening.includes(name))).toEqual([]);
  await ports.close();
});

function options(
  desktop: Parameters<typeof startCapture>[0]['desktop'],
  consent: Awaited<ReturnType<typeof consentTo>>,
  tier: 'screen',
) {
  return {
    consent,
    program: consent.program,
    tier,
    clipboard: false,
    desktop,
    clock: systemClock,
    random: systemRandom,
    startNs: systemClock.monotonicNs(),
    onRaw: () => undefined,
    onState: () => undefined,
    onLedger: () => undefined,
  };
}

async function disposable(parts?: Parameters<typeof startDesktop>[0]) {
  const value = await startDesktop(parts);
  return { value, [Symbol.asyncDispose]: () => value.stop() };
}
