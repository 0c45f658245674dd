/**
 * What every page has in common: no answer yet, no way to the server, an
 * answer that is no longer fresh. The way is cut in the browser, for as long
 * as a state lasts; what is there then is what a person sees.
 */
import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { keeperPage, news, type Scene } from './scene.ts';

/** Each page that asks a server for something, open in a tab of whose it is. */
export interface Tab {
  /** As the router has it. */
  readonly address: string;
  readonly page: Page;
}

const calls = /\/v1\//;

export async function openTabs(scene: Scene): Promise<readonly Tab[]> {
  const { me, researcher, steward, operator, up, program, session } = scene;
  const mine = (path: string): string => new URL(path, up.contributor ?? '').href;
  const places = [
    [me, '/', mine('/')],
    [me, '/programs', mine('/programs')],
    [me, '/programs/$program', mine(`/programs/${program}`)],
    [me, '/sessions', mine('/sessions')],
    [me, '/sessions/$session', mine(`/sessions/${session}`)],
    [me, '/cover', mine('/cover')],
    [me, '/data', mine('/data')],
    [researcher, '/', up.console],
    [researcher, '/ask/$program', `${up.console}/ask/${program}`],
    [researcher, '/my-grants', `${up.console}/my-grants`],
    [researcher, '/my-datasets', `${up.console}/my-datasets`],
    [steward, '/', up.console],
    [steward, '/grants', `${up.console}/grants`],
    [operator, '/', up.console],
    [steward, 'keeper /', keeperPage(scene)],
  ] as const;
  return Promise.all(
    places.map(async ([person, address, url]) => {
      const page = await person.page.context().newPage();
      // Of six streams to one server a browser opens no seventh line; here nobody needs the news.
      await page.route(news, fail);
      await page.route(calls, neverAnswer);
      await page.goto(url);
      return { address, page };
    }),
  );
}

const every = { interval: 500 };

const neverAnswer = (): void => {};

const fail = (route: Route): Promise<void> => route.abort();

/** From the start of the tab on. */
export const toWaiting = ({ page }: Tab): Promise<void> =>
  page
    .getByText(/^The server has not answered yet\./)
    .first()
    .waitFor();

export async function toFailed(tab: Tab): Promise<void> {
  await tab.page.unroute(calls);
  await tab.page.route(calls, fail);
  await tab.page.reload();
  await tab.page.getByRole('alert').first().waitFor();
}

/** And back, by the press that the page offers. */
export async function toThere({ page, address }: Tab): Promise<void> {
  await page.unroute(calls);
  // Told, not clicked: a tab in the back draws no frames, which a click waits for.
  const presses = page.getByRole('button', { name: 'Try again' });
  await expect
    .poll(
      async () => {
        for (const press of await presses.all())
          await press.dispatchEvent('click', undefined, { timeout: 1_000 }).catch(() => null);
        const failed = await page.getByRole('alert').allTextContents();
        const waiting = await page.getByText('One moment…').allTextContents();
        return [...failed, ...waiting];
      },
      { ...every, message: address },
    )
    .toEqual([]);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

export async function toStale(tab: Tab): Promise<void> {
  const presses = tab.page.getByRole('button', { name: 'Try again' }).first();
  await tab.page.route(calls, fail);
  await expect
    .poll(
      async () => {
        // Whoever comes back to a page has it asked anew, where its answer is older than some seconds.
        await tab.page.evaluate(
          'document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))',
        );
        return presses.isVisible();
      },
      { ...every, message: tab.address },
    )
    .toBe(true);
}
