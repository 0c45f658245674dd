import { expect, test } from 'vitest';
import type { FocusedElement } from '../ports.ts';
import { createFocusWatch } from './focus-watch.ts';
import type { FocusState } from './key-gate.ts';
import { createTimeline } from './timeline.ts';

const processId = 7;

function field(name: string, secure: boolean): FocusedElement {
  const box = { x: 0, y: 0, width: 9, height: 9 };
  const element = { role: 'textbox', name, box, secure, editable: true, app: 'a' };
  return { processId, inPage: true, element };
}

test('text that is told late affirms the field that had the focus when it was written', () => {
  const focuses = createTimeline<FocusState>({ kind: 'unknown' });
  const watch = createFocusWatch({
    focuses,
    elements: null,
    nowNs: () => 300,
    view: () => null,
    isClosed: () => false,
    tell: () => undefined,
  });
  const secret = field('Password', true);
  const next = field('Note', false);
  watch.set(secret, 0);
  watch.set(next, 200);
  watch.affirm(processId, 100);
  watch.affirm(8, 150);
  const secretField = { kind: 'field', focus: secret };
  expect(focuses.during(50, 199)).toEqual([secretField, secretField]);
  expect(focuses.nextAfter(50)).toBe(100);
  expect(focuses.latest()).toEqual({ kind: 'field', focus: next });
});
