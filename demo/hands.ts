/**
 * The scripted hands, a process of their own: HandsScript on standard input →
 * input by XTEST → HandsDeed lines on standard output. Nothing else in the demo
 * knows what they will do next, the recorder least of all.
 */
import { createHands, type Hands } from '@understudy/lab';
import type { Box } from '@understudy/recording';
import { text } from 'node:stream/consumers';
import { setTimeout as rest } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import type { HandsDeed, HandsScript, HandsStep, HandsTarget } from './hands-script.ts';

const script: HandsScript = JSON.parse(await text(process.stdin));
const browser = await chromium.connectOverCDP(script.debuggerUrl);
const page = browser.contexts()[0]?.pages()[0];
if (page === undefined) throw new Error('Chromium shows no page to work on.');
const hands = await createHands(script.display);
const pageAt = await findPage(page, hands);

for (const [step, what] of script.steps.entries()) {
  const deed: HandsDeed = {
    step,
    kind: what.kind,
    target: null,
    box: null,
    point: null,
    ...(await act(what)),
  };
  process.stdout.write(`${JSON.stringify(deed)}\n`);
}
hands.close();
await browser.close();

async function act(step: HandsStep): Promise<Partial<HandsDeed>> {
  switch (step.kind) {
    case 'click': {
      const box = await boxOf(step.target);
      const point = await hands.click(box, step.times);
      return {
        target: step.target.kind === 'page' ? step.target.testId : step.target.name,
        box,
        point,
      };
    }
    case 'type':
      await hands.type(step.text);
      return {};
    case 'press':
      await hands.press(...step.keys);
      return {};
    case 'scroll':
      await hands.scroll(step.steps);
      return {};
    case 'look':
      await rest(step.durationMs);
      return {};
  }
}

async function boxOf(target: HandsTarget): Promise<Box> {
  if (target.kind === 'place') return target.box;
  const place = page?.getByTestId(target.testId);
  await place?.waitFor();
  const box = await place?.boundingBox();
  if (box === null || box === undefined)
    throw new Error(`"${target.testId}" has no place on the page.`);
  return { ...box, x: box.x + pageAt.x, y: box.y + pageAt.y };
}

/** Where the page's top left stands on the screen: the next mouse event tells both places. */
async function findPage(
  page: Page,
  hands: Hands,
): Promise<{ readonly x: number; readonly y: number }> {
  const found = page.evaluate(
    () =>
      new Promise<{ readonly x: number; readonly y: number }>((resolve) => {
        addEventListener(
          'mousemove',
          ({ screenX, screenY, clientX, clientY }) =>
            resolve({ x: screenX - clientX, y: screenY - clientY }),
          { once: true },
        );
      }),
  );
  await hands.moveTo({ x: 420, y: 420, width: 30, height: 30 });
  await hands.moveTo({ x: 460, y: 440, width: 30, height: 30 });
  return found;
}
