/**
 * A recorded target → the control of a live page that it is now: by role and
 * name first, then by test id and CSS path. Coordinates are no part of this.
 */
import type { Locator, Page } from 'playwright-core';
import type { Box } from '@understudy/recording';
import type { Target } from '../action.ts';

type FoundBy = 'structure' | 'css';

export interface FoundTarget {
  readonly by: FoundBy;
  readonly locator: Locator;
  /** Where it is now, in CSS pixels of the page. */
  readonly box: Box;
}

/** AT-SPI's names of roles → ARIA's. */
const ariaRoles = new Map(
  Object.entries({
    'push button': 'button',
    'toggle button': 'button',
    entry: 'textbox',
    'password text': 'textbox',
    text: 'textbox',
    'check box': 'checkbox',
    'combo box': 'combobox',
    'list item': 'listitem',
    'menu item': 'menuitem',
    'page tab': 'tab',
    'radio button': 'radio',
  }),
);

function candidates(page: Page, { role, name, css, testId, label }: Target): [FoundBy, Locator][] {
  const found: [FoundBy, Locator][] = [];
  const aria = ariaRoles.get(role) ?? role;
  // A role that ARIA does not know would make the selector throw.
  if (name !== '' && /^[a-z]+$/.test(aria)) {
    found.push(['structure', page.locator(`role=${aria}[name=${JSON.stringify(name)} s]`)]);
  }
  // A password field has no role; its label names it.
  if (name !== '') found.push(['structure', page.getByLabel(name, { exact: true })]);
  if (label !== undefined && label !== '') {
    found.push(['structure', page.getByLabel(label, { exact: true })]);
  }
  if (testId !== undefined)
    found.push(['css', page.locator(`[data-testid=${JSON.stringify(testId)}]`)]);
  if (css !== undefined && css !== '') found.push(['css', page.locator(css)]);
  return found;
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/** Of several that match, the one that is nearest to where it was. */
async function nearest(locator: Locator, was: Box): Promise<{ locator: Locator; box: Box } | null> {
  let best: { locator: Locator; box: Box; away: number } | null = null;
  for (const one of await locator.all()) {
    const box = (await one.isVisible()) ? await one.boundingBox() : null;
    if (box === null) continue;
    const from = middle(was);
    const to = middle(box);
    const away = Math.hypot(from.x - to.x, from.y - to.y);
    if (best === null || away < best.away) best = { locator: one, box, away };
  }
  return best;
}

/** Waits until one of the ways finds it, at most so long; null: none did. */
export async function findTarget(
  page: Page,
  target: Target,
  timeoutMs: number,
): Promise<FoundTarget | null> {
  const ways = candidates(page, target);
  const [first, ...more] = ways.map(([, locator]) => locator);
  if (first === undefined) return null;
  const any = more.reduce((all, locator) => all.or(locator), first);
  // On a slow machine the time may be over before anybody looked, so all are looked for after it.
  await any
    .first()
    .waitFor({ state: 'visible', timeout: timeoutMs })
    .catch(() => undefined);
  for (const [by, locator] of ways) {
    // A role or path that the page's engine does not take finds nothing.
    const found = await nearest(locator, target.box).catch(() => null);
    if (found !== null) return { by, ...found };
  }
  return null;
}
