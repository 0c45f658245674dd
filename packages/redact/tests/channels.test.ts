import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordingEvent } from '@understudy/recording';
import {
  accounting,
  browserWindow,
  field,
  fieldBox,
  focus,
  frame,
  header,
  seededRandom,
  testRedactor,
  textOf,
  typing,
  windowTo,
} from './world.ts';

const second = 1_000_000_000;
const titles = (events: readonly RecordingEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'window' ? [event.title] : []));

describe('one table drives all channels', () => {
  test('the same value has the same surrogate in title, keys, page, element and task', async () => {
    const redactor = testRedactor({ header: { ...header, task: 'Write to zoe@corp.de' } });
    redactor.push([
      windowTo(0, 'Mail to zoe@corp.de'),
      {
        kind: 'page',
        timeNs: 1,
        url: 'https://zoe:pw@desk.test/u/zoe@corp.de?token=abc#x',
        title: 'zoe@corp.de',
      },
      focus(2, field('Note')),
      ...typing(second, 'zoe@corp.de{Enter}'),
    ]);
    const clean = await redactor.finish(accounting);
    const surrogate = textOf(clean.events);
    expect(surrogate).toMatch(/@example\./u);
    expect(titles(clean.events)).toEqual([`Mail to ${surrogate}`]);
    expect(clean.header.task).toBe(`Write to ${surrogate}`);
    const page = clean.events.find((event) => event.kind === 'page');
    expect(page).toMatchObject({ url: `https://desk.test/u/${surrogate}`, title: surrogate });
  });

  test('an address that the screen showed growing sign by sign is one value', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Sign in'), focus(1, field('Email'))]);
    const address = 'maria.okonkwo@orderdesk.example';
    for (let length = 1; length <= address.length; length += 3) {
      const texts = [
        {
          box: fieldBox,
          text: address.slice(0, length),
          role: 'textbox',
          secure: false,
          label: 'Email',
        },
      ];
      redactor.push([frame(second + length * 1e8, [browserWindow(texts)])]);
    }
    redactor.push([
      ...typing(second, `${address}{Tab}`),
      windowTo(9 * second, `${address} – Desk`),
    ]);
    const clean = await redactor.finish(accounting);
    const surrogate = textOf(clean.events);
    expect(surrogate).toMatch(/^[a-z]+\.[a-z]+\d*@example\.(com|org|net)$/u);
    expect(titles(clean.events)).toEqual(['Sign in', `${surrogate} – Desk`]);
  });

  test('what a later channel shows to be sensitive is covered in an earlier one', async () => {
    const redactor = testRedactor();
    redactor.push([
      windowTo(0, 'Desk: Okonkwo'),
      frame(second, [
        browserWindow([{ box: fieldBox, text: 'Ms Okonkwo', role: 'text', secure: false }]),
      ]),
    ]);
    const clean = await redactor.finish(accounting);
    expect(titles(clean.events)[0]).not.toContain('Okonkwo');
  });

  test('surrogates of two sessions differ', async () => {
    const surrogates = [11, 12, 13].map((seed) =>
      testRedactor({ random: seededRandom(seed) }).task('zoe@corp.de'),
    );
    expect(new Set(surrogates).size).toBe(3);
  });

  test('the report holds counts and no value', async () => {
    const redactor = testRedactor();
    redactor.push([windowTo(0, 'Mail to zoe@corp.de')]);
    await redactor.finish(accounting);
    expect(redactor.report().counts).toContainEqual({
      kind: 'email',
      channel: 'title',
      layer: 'L2',
      rule: 'email',
      count: 1,
    });
    expect(JSON.stringify(redactor.report())).not.toContain('corp');
  });

  test('redacting what is redacted changes nothing', () => {
    const value = fc.oneof(
      fc.constantFrom(
        'zoe@corp.de',
        '4111 1111 1111 1111',
        'DE89 3704 0044 0532 0130 00',
        '212-555-1234',
        '+44 20 7123 4567',
        '123-45-6789',
        '10.1.2.3',
        'Mr Okonkwo',
        'password: hunter22',
        'ghp_0123456789abcdefghijABCDEFGHIJ012345',
        '00:1B:44:11:3A:B7',
        'fe80::1ff:fe23:4567:890a',
      ),
      fc.string({ maxLength: 20 }),
      fc.lorem({ maxCount: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.integer({ min: 0, max: 1e6 }),
        (values, seed) => {
          const once = testRedactor({ random: seededRandom(seed) }).task(values.join(' '));
          expect(testRedactor({ random: seededRandom(seed + 1) }).task(once)).toBe(once);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what only a page knows', () => {
  const node = {
    id: 1,
    parent: null,
    role: 'cell',
    name: 'Ms Okonkwo',
    label: 'Mail of zoe@corp.de',
    css: '#mail-zoe@corp.de',
    testId: 'zoe@corp.de',
    states: [],
    box: fieldBox,
  };
  const button = { ...node, id: 2, role: 'button', name: 'Save', label: 'Save' };
  const secret = {
    ...node,
    id: 3,
    role: 'textbox',
    name: 'API key',
    label: 'Field 1',
    value: 'hunter2',
  };
  const labelled = { ...secret, id: 4, name: 'Field 2', label: 'API key' };
  const segmentAt = async (tier: typeof header.tier) => {
    const redactor = testRedactor({ header: { ...header, tier } });
    redactor.push([
      {
        kind: 'snapshot',
        timeNs: 1,
        keyframe: true,
        nodes: [node, button, secret, labelled],
        removed: [],
      },
      {
        kind: 'interaction',
        timeNs: 2,
        what: 'change',
        element: field('zoe@corp.de', { role: 'cell', label: 'zoe@corp.de' }),
        value: 'Ms Okonkwo, zoe@corp.de',
      },
      { kind: 'interaction', timeNs: 3, what: 'download', element: null, value: 'zoe@corp.de.pdf' },
    ]);
    return JSON.stringify((await redactor.finish(accounting)).events);
  };

  test('names, values, labels and selectors of nodes and controls are cleaned', async () => {
    const kept = await segmentAt('screen');
    expect(kept).not.toMatch(/zoe|Okonkwo|hunter2/u);
    expect(kept).toContain('"Save"');
  });

  test('below the text tier a control has its name, and nothing else a word', async () => {
    const kept = await segmentAt('actions');
    expect(kept).toContain('"Save"');
    expect(kept).not.toMatch(/"value"|"Ms /u);
    expect(await segmentAt('motion')).toBe('[]');
  });
});

test('names of files are read as the words that they join, and keep their extension', async () => {
  const redactor = testRedactor();
  const files = [
    'Maria_Lopez_CV.pdf',
    'Rechnung-Müller.pdf, LohnOkonkwo.xlsx',
    'report_final_v2.pdf',
  ];
  redactor.push(
    files.map((value, timeNs) => ({
      kind: 'interaction',
      timeNs,
      what: 'download',
      element: null,
      value,
    })),
  );
  const { events } = await redactor.finish(accounting);
  const kept = events.flatMap((event) => (event.kind === 'interaction' ? [event.value] : []));
  expect(kept.join()).not.toMatch(/Maria|Lopez|Müller|Okonkwo/u);
  expect(kept).toEqual([
    expect.stringMatching(/[^ ]\.pdf$/u),
    expect.stringMatching(/\.pdf, .+[^ ]\.xlsx$/u),
    'report_final_v2.pdf',
  ]);
});

test('the report tells how many different values there were, and no value', async () => {
  const redactor = testRedactor();
  redactor.push([windowTo(0, 'zoe@corp.de to ann@corp.de'), windowTo(1, 'zoe@corp.de', 2)]);
  const { report } = await redactor.finish(accounting);
  expect(report).toMatchObject({ distinct: [{ kind: 'email', values: 2, surrogates: 2 }] });
  expect(JSON.stringify(report)).not.toContain('corp');
});

describe('texts that hold nothing', () => {
  test.each([
    'Open C-1042',
    'C-1042: new delivery date',
    '127.0.0.1:44423/customers/C-1042',
    'localhost:8080/orders/17',
    'Invoice INV-20391',
    'Save changes',
    'Total: 1,203.99',
    'New customer',
    'LOG_LEVEL=info',
  ])('%s stays as it is', (text) => {
    expect(testRedactor().task(text)).toBe(text);
  });
});

test('the query of an address without a scheme goes, host, port and path stay', () => {
  const clean = testRedactor().task('127.0.0.1:44423/customers?query=hamburg');
  expect(clean).toMatch(/^127\.0\.0\.1:44423\/customers\?/u);
  expect(clean).not.toContain('hamburg');
});

describe('tiers', () => {
  const events = [
    windowTo(0, 'Secret plans'),
    focus(1, field('Note')),
    ...typing(second, 'hello'),
    frame(3 * second, [browserWindow([])]),
  ];

  test('motion keeps no key, window or screen', async () => {
    const redactor = testRedactor({ header: { ...header, tier: 'motion' } });
    redactor.push(events);
    const clean = await redactor.finish(accounting);
    expect(clean.events).toEqual([]);
    expect(clean.accounting).toEqual({ ...accounting, kept: 90, dropped: { tier: 10 } });
  });

  test('a key that came withheld is not taken off what was kept', async () => {
    const redactor = testRedactor({ header: { ...header, tier: 'motion' } });
    const stroke = { kind: 'withheld', reason: 'unknownField' } as const;
    redactor.push([
      { kind: 'key', timeNs: 1, pressed: true, stroke },
      { kind: 'key', timeNs: 2, pressed: false, stroke },
    ]);
    const told = { generated: 2, arrived: 2, kept: 0, dropped: { unknownField: 2 } };
    expect((await redactor.finish(told)).accounting).toEqual(told);
  });

  test('actions keeps that keys fell, in which control, without title', async () => {
    const redactor = testRedactor({ header: { ...header, tier: 'actions' } });
    redactor.push(events);
    const clean = await redactor.finish(accounting);
    expect(textOf(clean.events)).toBe('□□□□□');
    expect(titles(clean.events)).toEqual(['']);
  });

  test('text keeps no screen', async () => {
    const redactor = testRedactor({ header: { ...header, tier: 'text' } });
    redactor.push(events);
    const clean = await redactor.finish(accounting);
    expect(textOf(clean.events)).toBe('hello');
    expect(clean.events.filter(({ kind }) => kind === 'screen')).toEqual([]);
  });
});
