/** What must be true of a page when the task is done. */
import { unreachable } from '@understudy/base';
import type { Page } from 'playwright-core';

export type Outcome =
  | { readonly kind: 'text'; readonly text: string }
  /** The address without query and fragment; `*` stands for any part of it. */
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'field'; readonly label: string; readonly value: string };

function matchesAddress(href: string, wanted: string): boolean {
  const { origin, pathname } = new URL(href);
  const parts = wanted.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(`${origin}${pathname}`);
}

async function holds(page: Page, outcome: Outcome): Promise<boolean> {
  switch (outcome.kind) {
    case 'text':
      return (await page.getByText(outcome.text).filter({ visible: true }).count()) > 0;
    case 'url':
      return matchesAddress(page.url(), outcome.url);
    case 'field': {
      const field = page.getByLabel(outcome.label, { exact: true }).first();
      if ((await field.count()) === 0) return false;
      return (await field.inputValue()) === outcome.value;
    }
    default:
      return unreachable(outcome);
  }
}

const pollMs = 50;

/** Whether all of them hold together, at once or within the time. */
export async function outcomesHold(
  page: Page,
  outcomes: readonly Outcome[],
  timeoutMs: number,
): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    // A page that goes on to another one right now is not there yet.
    const found = await Promise.all(
      outcomes.map((outcome) => holds(page, outcome).catch(() => false)),
    );
    if (found.every(Boolean)) return true;
    if (performance.now() > until) return false;
    await page.waitForTimeout(pollMs);
  }
}
