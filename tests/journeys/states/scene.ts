/** The stage of the states: a desktop, all servers, and a browser for each person who comes by. */
import { startDesktop, type TestDesktop } from '@understudy/testkit';
import { startUp, type UpProcess } from '../../../apps/cli/tests/up-process.ts';
import { openBrowser, type PersonBrowser } from '../browser.ts';

export interface Scene {
  readonly desktop: TestDesktop;
  readonly up: UpProcess;
  readonly me: PersonBrowser;
  readonly researcher: PersonBrowser;
  readonly steward: PersonBrowser;
  readonly operator: PersonBrowser;
  /** Of the program that the contributor is asked for, once a state has met it. */
  program: string;
  /** One that is only here, once a state has made it. */
  session: string;
  grant: string;
}

/** One page in one state. They stand in the order in which a life goes through them. */
export interface State {
  /** Its address, as the router has it. */
  readonly page: string;
  readonly state: string;
  /** The name of its pictures in docs/screens, where it has some. */
  readonly picture?: string;
  /** Brings it about; whose browser shows it. */
  readonly reach: (scene: Scene) => Promise<PersonBrowser>;
  /** What must be over before the next one. */
  readonly leave?: (scene: Scene) => Promise<unknown>;
}

export async function openScene(): Promise<Scene & AsyncDisposable> {
  const ended = new AsyncDisposableStack();
  const desktop = await startDesktop();
  ended.defer(() => desktop.stop());
  const up = await startUp({ env: desktop.env, pages: true });
  ended.defer(() => up.stop());
  const open = async (): Promise<PersonBrowser> => {
    const person = await openBrowser();
    ended.defer(() => person.close());
    return person;
  };
  return {
    desktop,
    up,
    me: await open(),
    researcher: await open(),
    steward: await open(),
    operator: await open(),
    program: '',
    session: '',
    grant: '',
    [Symbol.asyncDispose]: () => ended.disposeAsync(),
  };
}

/** The companion's stream of what happens. */
export const news = /\/v1\/events$/;

export const button = ({ page }: PersonBrowser, name: string) =>
  page.getByRole('button', { name, exact: true });

export const goTo = ({ page }: PersonBrowser, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).click();

/** The answer to a question that stands before the page. */
export const dialogOf = ({ page }: PersonBrowser) => page.getByRole('alertdialog');

/** Presses what asks once more before it acts. */
export async function askedOf(person: PersonBrowser, act: string): Promise<PersonBrowser> {
  await button(person, act).click();
  await dialogOf(person).waitFor();
  return person;
}

export const dismiss = (person: PersonBrowser): Promise<void> =>
  dialogOf(person).getByRole('button', { name: 'Not now' }).click();

/** Passkeys belong to a domain: the keeper's page is opened by its name. */
export const keeperPage = ({ up }: Pick<Scene, 'up'>): string =>
  up.keeper.replace('127.0.0.1', 'localhost');

/** `understudy …`, which must succeed; its one line of JSON. */
export async function run({ up }: Scene, ...args: string[]): Promise<string> {
  const { code, out, err } = await up.run(...args);
  if (code !== 0) throw new Error(`understudy ${args[0]} ended with ${code}: ${err}`);
  return out;
}
