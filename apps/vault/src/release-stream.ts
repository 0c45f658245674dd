/**
 * A running release: asked again before each piece whether it still may run, so
 * that a withdrawal, an erasure or a revocation cuts it in the middle, whichever
 * process of the vault took it. The keeper cuts it too, when it has heard.
 */
import type { DeviceId, GrantId, ReceiptId, SessionId } from '@understudy/base';
import { notAvailable } from '@understudy/protocol';
import type { VaultWorld } from './world.ts';

/** What a release rests on that somebody may take away. */
export interface ReleaseFooting {
  readonly grant: GrantId;
  readonly session: SessionId;
  readonly receipt: ReceiptId;
  /** That signed the receipt. */
  readonly device: DeviceId;
}

/** The same pieces. @throws ProtocolError notAvailable where its footing is gone */
export async function* whileStanding(
  world: Pick<VaultWorld, 'db'>,
  footing: ReleaseFooting,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    if (!(await stands(world, footing))) throw notAvailable('release');
    yield piece;
  }
}

async function stands({ db }: Pick<VaultWorld, 'db'>, footing: ReleaseFooting): Promise<boolean> {
  const { grant, session, receipt, device } = footing;
  const row = await db
    .selectFrom('sessions')
    .innerJoin('grants', (join) => join.on('grants.grant', '=', grant))
    .innerJoin('devices', (join) => join.on('devices.device', '=', device))
    .leftJoin('withdrawals', (join) => join.on('withdrawals.receipt', '=', receipt))
    .select('session')
    .where('sessions.session', '=', session)
    .where('grants.revocation', 'is', null)
    .where('devices.revokedAt', 'is', null)
    .where('withdrawals.receipt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
