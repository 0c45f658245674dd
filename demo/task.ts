/**
 * The work of the demo, about a minute of it: sign in, look a customer up, open the
 * wrong form and turn back, change the delivery address, note it in the editor.
 */
import { clerk, customers } from '@understudy/lab';
import type { Box } from '@understudy/recording';
import type { HandsStep } from './hands-script.ts';

export const statedTask =
  'Change the delivery address of customer C-1042 to 48 Harbour Lane, BS1 6XL, and note it in the editor';

export const newAddress = { street: '48 Harbour Lane', postcode: 'BS1 6XL' } as const;

const customer = customers[0];
const email = customer?.email ?? '';

const click = (testId: string, times = 1): HandsStep => ({
  kind: 'click',
  target: { kind: 'page', testId },
  times,
});
const type = (text: string): HandsStep => ({ kind: 'type', text });
const press = (...keys: readonly string[]): HandsStep => ({ kind: 'press', keys });
const look = (durationMs: number): HandsStep => ({ kind: 'look', durationMs });

/** `editor`: where the text editor's paper is on the screen. */
export function demoSteps(editor: Box): readonly HandsStep[] {
  return [
    click('user'),
    type(clerk.user),
    press('Tab'),
    type(clerk.password),
    look(400),
    click('sign-in'),
    look(1600),
    click('query'),
    type(email),
    press('Enter'),
    look(1900),
    click('open-C-1042'),
    look(2000),
    // The wrong form, and back.
    click('edit-billing'),
    look(1600),
    click('cancel'),
    look(2000),
    click('edit-delivery'),
    look(1600),
    click('street', 3),
    type(newAddress.street),
    click('postcode', 3),
    type(newAddress.postcode),
    look(600),
    click('save'),
    look(2000),
    { kind: 'scroll', steps: 3 },
    look(1500),
    { kind: 'click', target: { kind: 'place', name: 'editor', box: editor } },
    look(400),
    type('C-1042: new delivery address.'),
    press('Enter'),
    type(`Told ${email}`),
    look(1200),
  ];
}
