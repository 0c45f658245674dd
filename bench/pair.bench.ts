/** How soon the extension answers the desktop recorder, through the browser's own native messaging. */
import type { BrowserLink } from '@understudy/capture';
import type { RawEvent } from '@understudy/recording';
import { startPairWorld } from '../apps/extension/tests/pair-world.ts';
import { median, type Bench, type BenchRow } from './bench.ts';

const times = 200;
const goal = { kind: 'atMost', value: 10 } as const;
const rows = Array.from(
  { length: 400 },
  (_, row) => `<p><button>Row ${row}</button><input value="${row}"><span>of many</span></p>`,
).join('');

export const bench: Bench = {
  title: 'pair',
  run: async (progress) => {
    progress('a browser with the extension on a desktop');
    await using world = await startPairWorld({
      pages: { '/': `<!doctype html><title>Rows</title>${rows}` },
    });
    await world.until((event): event is RawEvent => event.kind === 'page');
    const link = world.link();
    const [page] = (await link?.ask({ kind: 'pages' })) ?? [];
    if (link === null || page === undefined) throw new Error('The extension did not answer.');
    const { window } = page;
    progress('questions and answers');
    return [
      ...(await measure('the control under the pointer', link, {
        kind: 'element',
        window,
        x: 30,
        y: 30,
      })),
      ...(await measure('the focused field', link, { kind: 'focus', window })),
      ...(await measure('all that stands on a page of 1,600 elements', link, {
        kind: 'structure',
        window,
      })),
    ];
  },
};

async function measure(
  what: string,
  link: BrowserLink,
  question: Parameters<BrowserLink['ask']>[0],
): Promise<readonly BenchRow[]> {
  const spans: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startMs = performance.now();
    await link.ask(question);
    spans.push(performance.now() - startMs);
  }
  const late = spans.toSorted((a, b) => a - b)[Math.floor(times * 0.95)] ?? Number.NaN;
  return [
    { measure: `told ${what}, median`, value: median(spans), unit: 'ms' },
    {
      measure: `told ${what}, 95th percentile`,
      value: late,
      unit: 'ms',
      ...(question.kind === 'structure' ? {} : { goal }),
    },
  ];
}
