/** Devices: enrolled by a signed statement, revoked by another; whose key is whose. */
import type { ContributorId } from '@understudy/base';
import {
  publicJwkToKid,
  verifyEnrolment,
  verifyRevocation,
  type DeviceEnrolment,
  type KnownDevice,
  type PublicJwk,
} from '@understudy/consent';
import { ProtocolError, type Handlers, type VaultContract } from '@understudy/protocol';
import { requireDevice } from './caller.ts';
import type { DeviceTable } from './database/schema.ts';
import { claimedContributor } from './hint.ts';
import { queueRelay } from './relay.ts';
import type { VaultWorld } from './world.ts';

type DeviceHandlers = Pick<Handlers<VaultContract>, 'enrolDevice' | 'listDevices' | 'revokeDevice'>;

export function createDeviceHandlers(world: VaultWorld): DeviceHandlers {
  return {
    enrolDevice: async ({ body }) => {
      const rows = await devicesByContributor(world, claimedContributor(body.enrolment));
      const same = rows.find(({ enrolment }) => enrolment === body.enrolment);
      if (same !== undefined) return { contributor: same.contributor, device: same.device };
      const enrolment = await verifyEnrolment(
        body.enrolment,
        liveDevices(rows),
        world.clock.nowMs(),
      );
      // All their devices are revoked: nobody is left to say that the new one is theirs.
      if (rows.length > 0 && liveDevices(rows).length === 0) throw deviceTaken();
      await storeEnrolment(world, enrolment, body.enrolment, rows.length);
      world.wakeRelay();
      return { contributor: enrolment.contributor, device: enrolment.device };
    },
    listDevices: async ({ caller }) => {
      const rows = await devicesByContributor(world, requireDevice(caller).contributor);
      return {
        devices: rows.map((row) => ({
          device: row.device,
          publicJwk: rowToJwk(row),
          recipient: row.recipient,
          revoked: row.revokedAt !== null,
        })),
      };
    },
    revokeDevice: async ({ body }) => {
      const rows = await devicesByContributor(world, claimedContributor(body.revocation));
      const revocation = await verifyRevocation(body.revocation, {
        devices: knownDevices(rows),
        revoked: new Set(rows.filter((row) => row.revokedAt !== null).map((row) => row.device)),
        stewards: await world.trust.stewards(),
      });
      await world.db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('devices')
          .set({ revocation: body.revocation, revokedAt: revocation.revokedAt })
          .where('device', '=', revocation.device)
          .where('contributor', '=', revocation.contributor)
          .where('revokedAt', 'is', null)
          .executeTakeFirstOrThrow();
        // Told before, and queued then: an ended device's key cannot fill the queue.
        if (numUpdatedRows === 0n) return;
        await queueRelay(trx, { kind: 'revokeDevice', body: { revocation: body.revocation } });
      });
      world.wakeRelay();
      return {};
    },
  };
}

export async function devicesByContributor(
  world: Pick<VaultWorld, 'db'>,
  contributor: ContributorId,
): Promise<readonly DeviceTable[]> {
  return world.db
    .selectFrom('devices')
    .selectAll()
    .where('contributor', '=', contributor)
    .orderBy('device')
    .execute();
}

/** Revoked ones too: what they signed before stays theirs. */
export function knownDevices(rows: readonly DeviceTable[]): readonly KnownDevice[] {
  return rows.map((row) => ({
    contributor: row.contributor,
    device: row.device,
    publicJwk: rowToJwk(row),
  }));
}

export function liveDevices(rows: readonly DeviceTable[]): readonly KnownDevice[] {
  return knownDevices(rows.filter(({ revokedAt }) => revokedAt === null));
}

export function rowToJwk(row: DeviceTable): PublicJwk {
  return { kty: 'OKP', crv: 'Ed25519', x: row.publicX };
}

async function storeEnrolment(
  world: VaultWorld,
  enrolment: DeviceEnrolment,
  signed: string,
  judgedBy: number,
): Promise<void> {
  const { contributor, device, publicJwk, recipient } = enrolment;
  const kid = await publicJwkToKid(publicJwk);
  await world.db.transaction().execute(async (trx) => {
    // Judged against the devices of a moment ago: two first ones must not both be the first.
    const { length } = await devicesByContributor({ db: trx }, contributor);
    if (length !== judgedBy) throw deviceTaken();
    const added = await trx
      .insertInto('devices')
      .values({
        device,
        contributor,
        kid,
        publicX: publicJwk.x,
        recipient,
        // verifyEnrolment has read it: it is one.
        enrolment: signed as DeviceTable['enrolment'],
        revocation: null,
        revokedAt: null,
      })
      // The device's id, or its key, is another's.
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) throw deviceTaken();
    await queueRelay(trx, { kind: 'enrolDevice', body: { enrolment: signed } });
  });
}

function deviceTaken(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'This device, its key, or this contributor cannot be enrolled (again).',
    remedy:
      'Enrol with a new device id and key; with an endorsement where you have a device already.',
  });
}
