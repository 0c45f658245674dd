/**
 * That this device was revoked, once the vault or the keeper has said so:
 * remembered, so that nothing is recorded here again.
 */
import type { ConsentEnding } from '@understudy/consent';
import { readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openDevice } from './identity.ts';
import { isoNow } from './journal.ts';

export async function noteRevocation(home: Home): Promise<void> {
  if ((await readTextIfThere(paths.revoked(home))) !== null) return;
  await writeFileAtomic(paths.revoked(home), isoNow(home.clock));
}

export async function readRevocation(home: Home): Promise<readonly ConsentEnding[]> {
  const revokedAt = await readTextIfThere(paths.revoked(home));
  if (revokedAt === null) return [];
  const { contributor, device } = await openDevice(home);
  return [
    {
      kind: 'deviceRevoked',
      contributor,
      device,
      revokedAt,
      reason: 'replaced',
      by: { kind: 'device', device },
    },
  ];
}
