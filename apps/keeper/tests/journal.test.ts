/** What is on its way into the log counts, for what is judged meanwhile. */
import { afterEach, expect, test } from 'vitest';
import { timeNow } from '../src/core.ts';
import { sha256OfId } from '../src/release/standing.ts';
import { createWorld, startWithSession, type World } from './world.ts';

let world: World;
afterEach(() => world.end());

test('a withdrawal that is being written is waited for by whoever judges a release', async () => {
  world = await createWorld();
  const { keeper, client, evidence, person, program } = await startWithSession(world, [
    Uint8Array.of(1),
  ]);
  const { journal } = keeper.core;
  expect(journal.narrowing()).toBeNull();
  const contributor = await keeper.core.pseudonyms.ensure(person.contributor);
  const good = await evidence();
  const receiptSha256 = sha256OfId(person.opened.receipt);
  const written = journal.append([
    {
      v: 1,
      kind: 'consentWithdrawn',
      at: timeNow(world.clock),
      contributor,
      program: program.program.program,
      receiptSha256,
    },
  ]);
  expect(journal.narrowing()).not.toBeNull();
  expect(journal.facts.withdrawnReceipts.has(receiptSha256)).toBe(false);
  await journal.narrowing();
  expect(journal.facts.withdrawnReceipts.has(receiptSha256)).toBe(true);
  expect(journal.narrowing()).toBeNull();
  await written;
  await expect(client.authorizeReleases({ body: good })).rejects.toMatchObject({
    code: 'notAllowed',
  });
});
