/** What a person takes back while it is being read stops there, at the next piece. */
import { requestErasure, revokeDevice, signOrder, withdrawConsent } from '@understudy/consent';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whileStanding } from '../src/release-stream.ts';
import { contribute, refusalOf, requestGrantFor, startVault, type TestVault } from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

type Given = Awaited<ReturnType<typeof given>>;

async function given() {
  const contribution = await contribute(world, [1000]);
  const { person, consent, manifest, program } = contribution;
  const grant = await requestGrantFor(world, program.program);
  const footing = {
    grant,
    session: manifest.session,
    receipt: consent.receipt.receipt,
    device: person.device,
  };
  return { ...contribution, grant, footing };
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(64 << 10);
}

const takenBack: readonly (readonly [string, (given: Given) => Promise<unknown>])[] = [
  [
    'a withdrawal',
    async ({ person, consent }) => {
      const withdrawal = await withdrawConsent(consent.receipt, person.key, world.clock);
      return person.vault.withdraw({ body: { withdrawal } });
    },
  ],
  [
    'an erasure of the session',
    async ({ person, manifest }) => {
      const { contributor, device, key } = person;
      const scope = { kind: 'sessions', sessions: [manifest.session] } as const;
      const request = await requestErasure({ contributor, device, scope }, key, world.clock);
      return person.vault.erase({ body: { request } });
    },
  ],
  [
    'a revocation of the grant',
    async ({ grant }) => {
      const [{ id, key, vault }] = world.stewards;
      const parts = {
        kind: 'revokeGrant',
        steward: id,
        grant,
        reason: 'Doubt.',
      } as const;
      const order = await signOrder(parts, key, world.clock);
      return vault.revokeGrant({ params: { grant }, body: { order } });
    },
  ],
  [
    'a revocation of the device',
    async ({ person: { contributor, device, key } }) => {
      const by = { kind: 'device', device } as const;
      const parts = { contributor, device, reason: 'lost', by } as const;
      const revocation = await revokeDevice(parts, key, world.clock);
      return world.nobody.revokeDevice({ body: { revocation } });
    },
  ],
];

test.each(takenBack)('%s cuts a running release', async (_name, takeBack) => {
  const all = await given();
  const stream = whileStanding(world.vault.world, all.footing, endless());
  expect((await stream.next()).done).toBe(false);
  expect((await stream.next()).done).toBe(false);
  await takeBack(all);
  expect(await refusalOf(stream.next())).toBe('notAvailable');
  expect((await stream.next()).done).toBe(true);
});
