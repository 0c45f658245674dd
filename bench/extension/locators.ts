/** How many clicked controls are found again: after a reload, at 110 % zoom, with another font. */
import type { Page } from 'playwright-core';
import type { SnapshotNode } from '../../apps/extension/src/snapshot/snapshot-node.ts';
import type { PageWorld } from '../../apps/extension/tests/page/page-world.ts';
import type { BenchRow } from '../bench.ts';
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

/** @param open opens a page and resolves once it stands still */
export async function measureLocators<Place>(
  world: PageWorld,
  places: readonly Place[],
  whose: string,
  open: (place: Place) => Promise<Page>,
): Promise<readonly BenchRow[]> {
  const script = await bundle('find-in-page.ts');
  const found = changes.map(() => ({ byLocators: 0, byPlace: 0 }));
  let clicks = 0;
  for (const place of places) {
    const first = await open(place);
    await first.evaluate(script);
    const clicked = await clickAll(first, world);
    await first.close();
    clicks += clicked.length;
    for (const [index, { change }] of changes.entries()) {
      const page = await open(place);
      await change(page);
      await page.evaluate(script);
      const counts = await page.evaluate((clicked) => window.countFound(clicked), clicked);
      const sum = found[index];
      if (sum !== undefined) {
        sum.byLocators += counts.byLocators;
        sum.byPlace += counts.byPlace;
      }
      await page.close();
    }
  }
  return changes.map(({ name }, index) => ({
    measure: `clicked controls of ${whose} found again ${name}`,
    unit: '%',
    value: ((found[index]?.byLocators ?? 0) / clicks) * 100,
    goal: { kind: 'atLeast', value: 100 },
    peers: [{ name: 'by coordinates', value: ((found[index]?.byPlace ?? 0) / clicks) * 100 }],
  }));
}

async function clickAll(page: Page, world: PageWorld): Promise<readonly Clicked[]> {
  const places = await page.evaluate(() => {
    window.holdStill();
    return window.controlPlaces();
  });
  for (const { x, y } of places) await page.mouse.click(x, y);
  const records = await world.records();
  const start = records.findLastIndex(
    (record) => record.kind === 'page' && record.cause === 'start',
  );
  const nodes = new Map<number, SnapshotNode>();
  const clicked: Clicked[] = [];
  for (const record of records.slice(start)) {
    if (record.kind === 'snapshot') for (const node of record.nodes) nodes.set(node.id, node);
    if (record.kind !== 'button' || !record.pressed) continue;
    const node = record.target === null ? undefined : nodes.get(record.target);
    const place = places[clicked.length];
    if (node === undefined || place === undefined)
      throw new Error(`Click ${clicked.length} on ${page.url()} has no control.`);
    clicked.push({ node, place });
  }
  if (clicked.length !== places.length) throw new Error(`Clicks are missing on ${page.url()}.`);
  return clicked;
}
