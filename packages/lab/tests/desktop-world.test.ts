/** Replay on a virtual desktop: real windows, real input, structure from the accessibility bus. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { openSight, openX11Desktop, type DesktopPorts, type Sight } from '@understudy/capture';
import { verifySession, type Action, type QualityRecord, type Target } from '@understudy/distill';
import { startChromium, startDesktop, type TestDesktop } from '@understudy/testkit';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesktopWorld, createHands, type Hands } from '../src/index.ts';

const hasDesktop = existsSync('/usr/bin/Xvfb') && existsSync('/usr/bin/chromium');
if (!hasDesktop) console.warn('skipped: replay on a desktop, Xvfb or Chromium is absent');

const dataUrl = (html: string): string => `data:text/html,${encodeURIComponent(html)}`;

const pageOf = (style: string, script = ''): string =>
  dataUrl(`<!doctype html><body style="margin:60px;${style}">
<label>City <input id="city"></label>
<button type="button" onclick="done.textContent = 'Saved ' + city.value">Save</button>
<button type="button">Help</button>
<p id="done">Nothing yet</p><script>${script}</script>`);

/** As a page does that is still coming: it moves under the hand, and lets the first click pass. */
const restless = `
addEventListener('pointermove', () => { document.body.style.paddingTop = '90px'; }, { once: true });
city.addEventListener('mousedown', (press) => press.preventDefault(), { once: true });`;

/** Says how its button was pressed, and which way the wheel went over it. */
const wayPage =
  dataUrl(`<!doctype html><body style="margin:60px"><button type="button">Save</button>
<p id="done">Nothing yet</p><script>
const [button] = document.getElementsByTagName('button');
const say = (what) => { done.textContent += ' ' + what; };
let since = 0;
button.onpointerdown = () => { since = performance.now(); };
button.onpointerup = ({ shiftKey }) => {
  say((shiftKey ? 'shift ' : '') + (performance.now() - since > 900 ? 'long' : 'short'));
};
button.onwheel = ({ deltaX, ctrlKey }) => { if (!ctrlKey) say(deltaX > 0 ? 'right' : 'other'); };
</script>`);

describe.skipIf(!hasDesktop)('a session replayed on a virtual desktop', () => {
  let desktop: TestDesktop;
  let ports: DesktopPorts;
  let sight: Sight;
  let hands: Hands;
  beforeAll(async () => {
    desktop = await startDesktop();
    ports = await openX11Desktop({ display: desktop.display });
    sight = await openSight(ports);
    hands = await createHands(desktop.display);
  });
  afterAll(async () => {
    hands.close();
    await sight.close();
    await ports.close();
    await desktop.stop();
  });

  const worldOf = (url: string, outcome: readonly string[]) =>
    createDesktopWorld({
      start: async () => {
        const chromium = await startChromium({ desktop, url });
        return { stop: () => chromium.stop() };
      },
      sight,
      hands,
      outcome,
      withheldText: null,
      timeoutMs: 8000,
    });

  /** What a person did on the page as it first was. */
  let actions: readonly Action[];
  beforeAll(async () => {
    const chromium = await startChromium({ desktop, url: pageOf('') });
    let seen = await sight.controls();
    while (!seen.some(({ name }) => name === 'Save')) seen = await sight.controls();
    await chromium.stop();
    const step = { endNs: 0, events: [], observation: null, preMove: null, code: '' };
    const scene = { screen: desktop.size, app: 'chromium', url: null };
    const clickOn = (role: string, name: string): Action => {
      const found = seen.find((control) => control.role === role && control.name === name);
      if (found === undefined) throw new Error(`There is no ${role} "${name}".`);
      const target: Target = { role, name, box: found.box };
      const pixel = {
        x: found.box.x + Math.floor(found.box.width / 2),
        y: found.box.y + Math.floor(found.box.height / 2),
      };
      const at = { pixel, normalised: null };
      return { ...step, kind: 'click', startNs: 0, scene, at, modifiers: [], target };
    };
    actions = [
      clickOn('textbox', 'City'),
      { ...step, kind: 'type', startNs: 0, scene, text: 'ulm', keyCount: 3, target: null },
      clickOn('button', 'Save'),
    ];
  });

  const verifyOn = (
    url: string,
    steps: readonly Action[],
    outcome: readonly string[],
  ): Promise<QualityRecord> => {
    const session = createId('session', systemClock, systemRandom);
    return verifySession(session, steps, worldOf(url, outcome), { ablate: false });
  };
  const verify = (url: string, outcome = ['Saved ulm']): Promise<QualityRecord> =>
    verifyOn(url, actions, outcome);

  it('fails where the outcome is another', async () => {
    expect(await verify(pageOf(''), ['Saved bonn'])).toMatchObject({ verdict: 'failed' });
  });

  it('is void where the outcome is there without the last step', async () => {
    expect(await verify(pageOf(''), ['Save'])).toMatchObject({ verdict: 'void' });
  });

  it.each([
    ['as it was', pageOf('')],
    ['at 110 % zoom and shifted', pageOf('zoom:1.1;padding:24px')],
    ['that is still coming', pageOf('', restless)],
  ])('is verified by structure on the page %s', async (_name, url) => {
    const record = await verify(url);
    expect(record.reasons).toEqual([
      'the outcome is there after the replay, and is not without its last step',
    ]);
    expect(record.steps.map(({ by }) => by)).toEqual(['structure', 'keys', 'structure']);
  });

  it('fails at a key that the desktop does not have', async () => {
    const [, typing] = actions;
    if (typing?.kind !== 'type') throw new Error('The second step is no typing.');
    const { text: _none, keyCount: _count, ...press } = typing;
    const back: Action = { ...press, kind: 'press', keys: ['browserback'], presses: 1 };
    expect(await verifyOn(pageOf(''), [back], ['Save'])).toMatchObject({
      verdict: 'failed',
      reasons: ['step 0 (press) could not be done'],
    });
  });

  it('is held as long, with the same keys down, and scrolled the same way', async () => {
    const [, , save] = actions;
    if (save?.kind !== 'click') throw new Error('The last step is no click.');
    const { modifiers: _none, ...press } = save;
    const endNs = 1_200_000_000;
    const steps: Action[] = [
      { ...press, kind: 'longPress', endNs, button: 'left', modifiers: ['shift'] },
      { ...press, kind: 'scroll', dx: 2, dy: 0, modifiers: [] },
    ];
    const record = await verifyOn(wayPage, steps, ['Nothing yet shift long right']);
    expect(record).toMatchObject({ verdict: 'verified', steps: [{ by: 'structure' }, {}] });
  });
});
