/** A policy on the live practice site: it looks, moves, looks again, until it is done or lost. */
import type { Page } from 'playwright-core';
import type { PracticeSite } from './practice-site.ts';
import type { PracticeTask } from './practice-task.ts';
import type { Control, Move, ReferencePolicy } from './reference-policy.ts';

const mostMoves = 10;

/** The page's controls by role and accessible name, in their order. */
async function controlsOf(page: Page): Promise<readonly Control[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return [...tree.matchAll(/- (?<role>link|button|textbox) "(?<name>[^"]*)"/gu)].map(
    ({ groups }) => ({ role: groups?.['role'] ?? '', name: groups?.['name'] ?? '' }),
  );
}

/** Whether the site was told exactly what the task asks for. */
export async function attemptTask(
  page: Page,
  site: PracticeSite,
  policy: ReferencePolicy,
  task: PracticeTask,
): Promise<boolean> {
  site.reset();
  await page.goto(site.origin);
  const done: Move[] = [];
  while (done.length < mostMoves) {
    const move = policy.next(task.instruction, await controlsOf(page), done);
    if (move.kind === 'done') break;
    const role = move.role === 'link' || move.role === 'button' ? move.role : 'textbox';
    const control = page.getByRole(role, { name: move.name, exact: true });
    await (move.kind === 'click' ? control.click() : control.fill(move.text));
    done.push(move);
  }
  return site.isDone(task);
}
