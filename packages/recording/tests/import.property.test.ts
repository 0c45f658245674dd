/** Whatever another tool wrote: a recording that our own files hold, or a refusal that says why. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecordingError } from '../src/index.ts';
import { importAll, importWorld, owaMcap, storeAndRead, type ImportWorld } from './import-world.ts';

let world: ImportWorld;
beforeAll(async () => {
  world = await importWorld();
});
afterAll(() => world.remove());

const number = fc.oneof(
  fc.integer({ min: -10, max: 3000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const seconds = fc.oneof(fc.double({ min: 0, max: 1000, noNaN: true }), number);
const name = fc.oneof(
  fc.constantFrom('a', 'A', '\u0003', 'ctrl_l', 'Enter', 'constructor', '$Unknown (1)$', null),
  fc.string(),
);
/** A right value, or now and then any other. */
const or = <Value>(right: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue() });

/** Events in order of time, and what was stored is what is read again. */
async function expectSound(path: string, as?: string): Promise<void> {
  try {
    const imported = await importAll(path, as);
    const times = imported.events.map(({ timeNs }) => timeNs);
    expect(times.every(Number.isSafeInteger)).toBe(true);
    const input = imported.events.filter(({ kind }) => kind !== 'gap').map(({ timeNs }) => timeNs);
    expect(input).toEqual(input.toSorted((a, b) => a - b));
    expect(await storeAndRead(imported)).toHaveLength(imported.events.length);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
  }
}

describe('anything', () => {
  const duckLine = fc.record(
    {
      time_stamp: or(seconds),
      action: or(fc.constantFrom('move', 'click', 'scroll', 'press', 'release', 'pause', 'resume')),
      x: or(number),
      y: or(number),
      dx: or(number),
      dy: or(number),
      button: or(fc.constantFrom('left', 'right', 'x1', '__proto__')),
      pressed: or(fc.boolean()),
      name: or(name),
    },
    { requiredKeys: ['time_stamp', 'action'] },
  );
  const sideLine = fc.record({
    time_stamp: or(seconds),
    a11y_tree: fc.jsonValue(),
    axtree: fc.jsonValue(),
    url: or(fc.webUrl()),
    html: or(fc.string()),
  });

  it('in a folder of AgentNetTool', async () => {
    const lines = fc.array(duckLine, { maxLength: 30 });
    const sides = fc.array(sideLine, { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(lines, sides, async (events, side) => {
        const files = { 'element.jsonl': side, 'a11y.jsonl': side, 'html.jsonl': side };
        await expectSound(await world.folder({ 'events.jsonl': events, ...files }));
      }),
      { numRuns: 150 },
    );
  });

  it('in an array of rrweb', async () => {
    const data = fc.record(
      {
        source: or(fc.integer({ min: 0, max: 16 })),
        type: or(fc.integer({ min: 0, max: 10 })),
        id: or(fc.integer({ min: 0, max: 9 })),
        x: or(number),
        y: or(number),
        text: or(fc.string()),
        isChecked: or(fc.boolean()),
        positions: or(
          fc.array(fc.record({ x: number, y: number, timeOffset: number }), { maxLength: 4 }),
        ),
        href: or(fc.webUrl()),
        width: or(number),
        height: or(number),
        node: fc.jsonValue(),
        adds: or(fc.array(fc.record({ node: fc.jsonValue() }), { maxLength: 2 })),
      },
      { requiredKeys: [] },
    );
    const event = fc.record({
      type: or(fc.integer({ min: 0, max: 7 })),
      timestamp: or(number),
      data: or(data),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        await expectSound(await world.file('events.json', JSON.stringify(events)), 'rrweb');
      }),
      { numRuns: 200 },
    );
  });

  it('in a file of OWAMcap', async () => {
    const body = fc.record(
      {
        event_type: or(fc.constantFrom('move', 'click', 'scroll', 'press', 'release')),
        x: or(fc.integer()),
        y: or(fc.integer()),
        button: or(fc.constantFrom('left', 'x1', 'unknown', null)),
        pressed: or(fc.boolean()),
        vk: or(fc.integer({ min: -1, max: 300 })),
        title: or(fc.string()),
        rect: or(fc.tuple(fc.integer(), fc.integer(), fc.integer(), fc.integer())),
        hWnd: or(fc.maxSafeNat()),
        media_ref: or(fc.record({ uri: fc.string() })),
      },
      { requiredKeys: [] },
    );
    const message = fc.record({
      topic: fc.constantFrom('mouse', 'keyboard', 'window', 'screen', 'mouse/state'),
      atMs: fc.integer({ min: 0, max: 2 ** 45 }),
      body,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (messages) => {
        await expectSound(await world.file('any.mcap', await owaMcap(messages)));
      }),
      { numRuns: 150 },
    );
  });

  it('of no kind at all, as any kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('owamcap', 'rrweb'),
        async (bytes, as) => expectSound(await world.file('any', bytes), as),
      ),
      { numRuns: 100 },
    );
  });
});
