import { expect, test } from 'vitest';
import type { DesktopWindow } from '../ports.ts';
import type { Accessible } from './accessible.ts';
import { registry, type AtspiBus } from './bus.ts';
import { Unanswered } from './dbus.ts';
import { readFocused } from './focus.ts';
import type { AccessibleRef } from './questions.ts';
import { documentRole, goneRole, states } from './roles.ts';

const processId = 7;
const box = { x: 0, y: 0, width: 800, height: 600 };
const window: DesktopWindow = {
  handle: 1,
  app: 'chromium',
  title: 'Sign in',
  box,
  processId,
  owner: 1,
};
const app: AccessibleRef = { name: ':1.7', path: '/root' };
const top: AccessibleRef = { name: ':1.7', path: '/top' };
const entryRole = 79;
const inPage = { tag: 'input' };

type Answers = Partial<Pick<Accessible, 'role' | 'attributes'>>;

/** What has the focus, where these objects say so; each answers by its own, or as the app would not. */
function readAmong(objects: readonly Answers[]) {
  const refs = objects.map((_, index) => ({ name: app.name, path: `/${index}` }));
  const nobody = (): Promise<never> =>
    Promise.reject(new Unanswered('Nobody was to be asked that.'));
  const of = ({ path }: AccessibleRef): Answers => objects[Number(path.slice(1))] ?? {};
  const accessible: Accessible = {
    role: (ref) => (of(ref).role ?? nobody)(ref),
    attributes: (ref) => (of(ref).attributes ?? nobody)(ref),
    name: ({ path }) => Promise.resolve(path === top.path ? window.title : path),
    stateWords: () => Promise.resolve([1 << states.showing, 0]),
    extents: () => Promise.resolve(box),
    children: (ref) => Promise.resolve(ref === registry ? [app] : [top]),
    descendants: () => Promise.resolve(refs),
    documentUrl: nobody,
    text: nobody,
    textLength: nobody,
    offsetAt: nobody,
    lineAt: nobody,
    rangeExtents: nobody,
  };
  const bus: AtspiBus = {
    call: nobody,
    onSignal: () => undefined,
    onHeard: () => undefined,
    lost: new Promise(() => undefined),
    processIdOf: () => Promise.resolve(processId),
    close: () => undefined,
  };
  return readFocused({ accessible, bus, secured: new Set() }, window);
}

const answering = (role: number, attributes: Readonly<Record<string, string>> = {}): Answers => ({
  role: () => Promise.resolve(role),
  attributes: () => Promise.resolve(attributes),
});
const unanswered = (): Promise<never> => Promise.reject(new Unanswered('An app did not answer.'));
const document = answering(documentRole);

test('of a page and its field the field has the focus, and of both one that is not of the page', async () => {
  const field = answering(entryRole, inPage);
  expect(await readAmong([document])).toMatchObject({ element: { role: 'document', name: '/0' } });
  expect(await readAmong([document, field])).toMatchObject({ element: { name: '/1' } });
  expect(await readAmong([field, answering(entryRole)])).toMatchObject({ element: { name: '/1' } });
});

test.each([
  ['is gone', { role: () => Promise.reject(new Error('The bus answered UnknownObject.')) }],
  ['was replaced', answering(goneRole)],
  ['does not answer what it is', { ...answering(entryRole, inPage), role: unanswered }],
  ['does not answer what it is for', { ...answering(entryRole), attributes: unanswered }],
])('nobody knows the focus where a field among those that may have it %s', async (_, field) => {
  await expect(readAmong([field, document])).rejects.toThrow();
});

test('a field whose app has no attributes to tell is one all the same', async () => {
  const attributes = (): Promise<never> => Promise.reject(new Error('The bus answered no.'));
  expect(await readAmong([{ ...answering(entryRole), attributes }])).toMatchObject({
    element: { role: 'textbox', secure: false },
  });
});
