/** How many clicked controls are found again: after a reload, at 110 % zoom, with another font. */
import type { Page } from 'playwright-core';
import { startPageWorld } from '../../apps/extension/tests/page/page-world.ts';
import type { SnapshotNode } from '../../apps/extension/src/snapshot/snapshot-node.ts';
import type { PageRecord } from '../../apps/extension/src/page/page-batch.ts';
import type { BenchRow } from '../bench.ts';
import { pages } from './pages.ts';
import type { Clicked } from './find-in-page.ts';
import { bundle } from './recorders.ts';

const changes: readonly {
  readonly name: string;
  readonly change: (page: Page) => Promise<void>;
}[] = [
  { name: 'after a reload', change: async () => undefined },
  {
    name: 'at 110 % zoom',
    change: async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setDeviceMetricsOverride', {
        width: Math.round(1000 / 1.1),
        height: Math.round(700 / 1.1),
        deviceScaleFactor: 1.1,
        mobile: false,
      });
    },
  },
  {
    name: 'with another font',
    change: async (page) => {
      await page.addStyleTag({ content: '* { font: 19px serif !important }' });
    },
  },
];

export async function measureLocators(): Promise<readonly BenchRow[]> {
  const world = await startPageWorld({ pages });
  try {
    const script = await bundle('find-in-page.ts');
    const first = await world.open('/controls');
    await first.evaluate(script);
    const clicked = await clickAll(first, () => world.records());
    const rows: BenchRow[] = [];
    for (const { name, change } of changes) {
      const page = await world.open('/controls');
      await change(page);
      await page.evaluate(script);
      const found = await page.evaluate((clicked) => window.countFound(clicked), clicked);
      rows.push({
        measure: `clicked controls found again ${name}`,
        unit: '%',
        value: (found.byLocators / clicked.length) * 100,
        goal: { kind: 'atLeast', value: 100 },
        peers: [{ name: 'by coordinates', value: (found.byPlace / clicked.length) * 100 }],
      });
      await page.close();
    }
    return rows;
  } finally {
    await world.close();
  }
}

async function clickAll(
  page: Page,
  readRecords: () => Promise<readonly PageRecord[]>,
): Promise<readonly Clicked[]> {
  const places = await page.evaluate(() => window.controlPlaces());
  for (const { x, y } of places) await page.mouse.click(x, y);
  const records = await readRecords();
  const nodes = new Map<number, SnapshotNode>();
  const clicked: Clicked[] = [];
  for (const record of records) {
    if (record.kind === 'snapshot') for (const node of record.nodes) nodes.set(node.id, node);
    if (record.kind !== 'button' || !record.pressed) continue;
    const node = record.target === null ? undefined : nodes.get(record.target);
    const number = clicked.length;
    const place = places[number];
    if (node === undefined || place === undefined)
      throw new Error(`Click ${number} has no control.`);
    clicked.push({ number, node, place });
  }
  return clicked;
}
