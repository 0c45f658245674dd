/**
 * Devices that the keeper knows by itself: verified enrolments, one file each.
 * A vault can relay an enrolment, and can invent none for a contributor whose
 * first device is known (consent/device.ts).
 */
import { join } from 'node:path';
import type { ContributorId, DeviceId } from '@understudy/base';
import { publicJwkToKid, verifyEnrolment } from '@understudy/consent';
import type { DeviceEnrolment } from '@understudy/consent';
import { z } from 'zod';
import { KeeperError } from '../error.ts';
import { destroyFile, listFolder, readDestroyable, writeJsonDurably } from '../store/durable.ts';

const schema = z.object({ enrolment: z.string() });

/** How far a device's clock may run behind ours, and its new enrolment still be told from an old one. */
const clockDriftMs = 600_000;

export interface Devices {
  /** The devices of one contributor, the revoked ones too. */
  of(contributor: ContributorId): readonly DeviceEnrolment[];
  all(): readonly DeviceEnrolment[];
  byKid(kid: string): DeviceEnrolment | null;
  /** @throws ConsentError where a further device lacks its endorsement. */
  add(jws: string, gone: GoneDevices): Promise<AddedDevice>;
  forget(contributor: ContributorId): Promise<void>;
}

/** Those that vouch for nobody; keys whose contributor erased everything, and when. */
interface GoneDevices {
  readonly revoked: ReadonlySet<DeviceId>;
  readonly forgottenKids: ReadonlyMap<string, number>;
}

interface AddedDevice {
  readonly enrolment: DeviceEnrolment;
  readonly kid: string;
  readonly added: boolean;
}

export async function openDevices(folder: string, nowMs: () => number): Promise<Devices> {
  const byContributor = new Map<ContributorId, Map<DeviceId, DeviceEnrolment>>();
  const byKid = new Map<string, DeviceEnrolment>();
  const keep = async (enrolment: DeviceEnrolment): Promise<string> => {
    const kid = await publicJwkToKid(enrolment.publicJwk);
    const own = byContributor.get(enrolment.contributor) ?? new Map<DeviceId, DeviceEnrolment>();
    byContributor.set(enrolment.contributor, own.set(enrolment.device, enrolment));
    byKid.set(kid, enrolment);
    return kid;
  };
  const pathOf = ({ contributor, device }: DeviceEnrolment): string =>
    join(folder, contributor, `${device}.json`);

  for (const contributor of await listFolder(folder)) {
    for (const name of await listFolder(join(folder, contributor))) {
      const file = await readDestroyable(join(folder, contributor, name), schema);
      // Endorsements were checked when it was added; by now the endorser may be revoked.
      if (file !== null) await keep(await verifyEnrolment(file.enrolment, [], nowMs()));
    }
  }
  let adding: Promise<unknown> = Promise.resolve();
  const add = async (jws: string, gone: GoneDevices): Promise<AddedDevice> => {
    const { revoked, forgottenKids } = gone;
    // Its own signature first; then whether it is there already; then who vouches.
    const claimed = await verifyEnrolment(jws, [], nowMs());
    const own = byContributor.get(claimed.contributor);
    const kid = await publicJwkToKid(claimed.publicJwk);
    const there = own?.get(claimed.device);
    if (there !== undefined && (await publicJwkToKid(there.publicJwk)) === kid) {
      return { enrolment: there, kid, added: false };
    }
    const known = [...(own?.values() ?? [])].filter(({ device }) => !revoked.has(device));
    const enrolment = await verifyEnrolment(jws, own === undefined ? [] : known, nowMs());
    // What was signed before its contributor erased everything makes nobody known again.
    const madeMs = Date.parse(enrolment.enrolledAt) + clockDriftMs;
    const old = madeMs < (forgottenKids.get(kid) ?? 0);
    const taken = there !== undefined || byKid.has(kid) || old;
    if (taken || (own !== undefined && known.length === 0)) {
      throw new KeeperError({
        code: 'conflict',
        message: 'That device cannot be enrolled.',
        remedy: 'Enrol it under a new id, with the endorsement of a device that is known.',
      });
    }
    await writeJsonDurably(pathOf(enrolment), { enrolment: jws });
    await keep(enrolment);
    return { enrolment, kid, added: true };
  };
  return {
    of: (contributor) => [...(byContributor.get(contributor)?.values() ?? [])],
    all: () => [...byKid.values()],
    byKid: (kid) => byKid.get(kid) ?? null,
    // One at a time: two first devices must not both be the first.
    add: (jws, gone) => {
      const result = adding.then(() => add(jws, gone));
      adding = result.catch(() => undefined);
      return result;
    },
    forget: async (contributor) => {
      for (const enrolment of byContributor.get(contributor)?.values() ?? []) {
        byKid.delete(await publicJwkToKid(enrolment.publicJwk));
        await destroyFile(pathOf(enrolment));
      }
      byContributor.delete(contributor);
    },
  };
}
