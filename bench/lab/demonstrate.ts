/**
 * A practice task → the raw events of somebody who does it: as capture hands them
 * to redact, in memory. Frames are left out: the reference policy reads structure.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import type { PracticeTask } from '@understudy/lab';
import type { ElementInfo, RawEvent, SessionHeader } from '@understudy/recording';

const ms = 1_000_000;
const screen = { width: 1280, height: 900 };
const rowHeight = 60;

export interface RawSession {
  readonly header: SessionHeader;
  readonly events: readonly RawEvent[];
}

/** `gated`: keys in a password field are withheld, as capture's gate does before anything else. */
export function demonstrate(task: PracticeTask, origin: string, gated: boolean): RawSession {
  const events: RawEvent[] = [];
  let timeNs = 0;
  const later = (byMs: number): number => (timeNs += byMs * ms);

  const show = (title: string, path: string): void => {
    events.push(
      {
        kind: 'window',
        timeNs: later(200),
        app: 'chromium',
        title,
        box: { x: 0, y: 0, ...screen },
        handle: 1,
      },
      { kind: 'page', timeNs, url: `${origin}${path}`, title },
    );
  };
  const controlAt = (row: number, role: string, name: string, secure = false): ElementInfo => ({
    role,
    name,
    box: { x: 100, y: 100 + row * rowHeight, width: 240, height: 30 },
    secure,
    editable: role === 'textbox',
    app: 'chromium',
  });
  const click = (element: ElementInfo): void => {
    const at = { x: element.box.x + 40, y: element.box.y + 12 };
    events.push(
      { kind: 'pointerMove', timeNs: later(400), ...at },
      { kind: 'element', timeNs: later(60), relation: 'pointer', element },
      { kind: 'pointerButton', timeNs: later(300), ...at, button: 'left', pressed: true },
      {
        kind: 'element',
        timeNs: later(10),
        relation: 'focus',
        element: element.editable ? element : null,
      },
      { kind: 'pointerButton', timeNs: later(70), ...at, button: 'left', pressed: false },
    );
  };
  const type = (text: string, withheld: boolean): void => {
    for (const key of text) {
      const stroke = withheld
        ? ({ kind: 'withheld', reason: 'secureField' } as const)
        : ({ kind: 'known', code: `Key${key.toUpperCase()}`, key } as const);
      events.push({ kind: 'key', timeNs: later(90), pressed: true, stroke });
      events.push({ kind: 'key', timeNs: later(40), pressed: false, stroke });
    }
  };

  const { form, values, button, instruction } = task;
  events.push({ kind: 'display', timeNs, size: screen, monitors: [] });
  show('Practice desk', '/');
  click(controlAt(0, 'link', form.title));
  show(form.title, form.path);
  for (const [row, { label, kind }] of form.fields.entries()) {
    const secure = kind === 'password' && gated;
    click(controlAt(row + 1, 'textbox', label, secure));
    type(values[label] ?? '', secure);
  }
  click(controlAt(form.fields.length + 2, 'button', button));
  show('Received', form.path);

  return {
    header: {
      session: createId('session', systemClock, systemRandom),
      origin: { kind: 'foreign', recorder: 'practice' },
      task: instruction,
      tier: 'screen',
      startedAt: '2026-01-01T00:00:00.000Z',
      platform: 'browser',
      recorder: 'practice',
    },
    events,
  };
}
