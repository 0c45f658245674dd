/** The reference policy learns from what was demonstrated, and the practice site says whether it did the task. */
import {
  attemptTask,
  createDraw,
  drawTask,
  learnPolicy,
  startPracticeSite,
  type Demonstration,
  type PracticeTask,
} from '@understudy/lab';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';

/** What a person's session of the task would say; a password is withheld. */
function demonstrationOf({ form, values, button, instruction }: PracticeTask): Demonstration {
  return {
    instruction,
    steps: [
      { kind: 'click', role: 'link', name: form.title },
      ...form.fields.map(({ label, kind }) => ({
        kind: 'type' as const,
        role: 'textbox',
        name: label,
        text: kind === 'password' ? null : (values[label] ?? ''),
      })),
      { kind: 'click', role: 'button', name: button },
    ],
  };
}

function tasksOf(seed: number, count: number): readonly PracticeTask[] {
  const draw = createDraw(seed);
  return Array.from({ length: count }, () => drawTask(draw));
}

test('the same seed draws the same tasks, another seed others', () => {
  expect(tasksOf(5, 10)).toEqual(tasksOf(5, 10));
  expect(tasksOf(6, 10)).not.toEqual(tasksOf(5, 10));
});

test('a value goes where values so introduced went, in an order that was not shown with it', () => {
  const shown: Demonstration = {
    instruction: 'Write to "Ana" about "Rent"',
    steps: [
      { kind: 'type', role: 'textbox', name: 'Person', text: 'Ana' },
      { kind: 'type', role: 'textbox', name: 'Matter', text: 'Rent' },
      { kind: 'click', role: 'button', name: 'Send' },
    ],
  };
  const turned: Demonstration = {
    instruction: 'The matter about "Rent" goes as mail to "Ana"',
    steps: shown.steps,
  };
  const policy = learnPolicy([shown, turned]);
  const controls = [
    { role: 'button', name: 'Send' },
    { role: 'textbox', name: 'Matter' },
    { role: 'textbox', name: 'Person' },
  ];
  expect(policy.next('About "Keys" please write to "Bo"', controls, [])).toEqual({
    kind: 'type',
    role: 'textbox',
    name: 'Person',
    text: 'Bo',
  });
});

test('a policy that was shown nothing does nothing', () => {
  const controls = [{ role: 'button', name: 'Delete' }];
  const policy = learnPolicy([]);
  expect(policy.next('Refund "9.00"', controls, [])).toEqual({ kind: 'done' });
});

test('in a real browser it does tasks that it was taught, the withheld password too, and no task counts as done that is not', async () => {
  const taught = tasksOf(1, 60);
  const policy = learnPolicy(taught.map(demonstrationOf));
  const isSignIn = ({ form }: PracticeTask): boolean => form.title === 'Account';
  const [signIn] = tasksOf(2, 40).filter(isSignIn);
  const [other] = tasksOf(3, 40).filter((task) => !isSignIn(task));
  if (signIn === undefined || other === undefined) throw new Error('The seeds draw no such task.');

  const site = await startPracticeSite();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    expect(await attemptTask(page, site, policy, signIn)).toBe(true);
    expect(await attemptTask(page, site, policy, other)).toBe(true);
    expect(await attemptTask(page, site, learnPolicy([]), other)).toBe(false);
    const misled = { ...other, instruction: other.instruction.replaceAll(/"[^"]*"/gu, '"else"') };
    expect(await attemptTask(page, site, policy, misled)).toBe(false);
  } finally {
    await browser.close();
    site.stop();
  }
});
