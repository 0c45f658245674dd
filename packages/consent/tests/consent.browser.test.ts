/** Consent is read and given in the contributor's browser too. */
import { expect, test } from 'vitest';
import { consentState, issueReceipt, verifyProgram, verifyReceipt } from '@understudy/consent';
import { createWorld, issueWorldProgram, newId, noonMs } from './world.ts';

test('in a browser a program and a receipt are issued and verified', async () => {
  const world = await createWorld();
  const program = await verifyProgram(await issueWorldProgram(world), [world.steward], noonMs);
  const jws = await issueReceipt(
    {
      receipt: newId('receipt'),
      program,
      contributor: world.device.contributor,
      device: world.device.device,
      tiers: ['actions'],
    },
    world.deviceKey,
    world.clock,
  );
  const receipt = await verifyReceipt(jws, [world.device], noonMs);
  expect(consentState(receipt, [], program, noonMs).kind).toBe('live');
  const changed = `${jws.slice(0, 200)}${jws[200] === 'A' ? 'B' : 'A'}${jws.slice(201)}`;
  await expect(verifyReceipt(changed, [world.device], noonMs)).rejects.toThrow();
});
