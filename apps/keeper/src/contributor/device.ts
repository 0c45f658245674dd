/** Enrolments and revocations of devices: kept here, told to the log. */
import type { ContributorId, DeviceId } from '@understudy/base';
import { publicJwkToKid, verifyRevocation } from '@understudy/consent';
import type { DeviceEnrolment } from '@understudy/consent';
import { timeNow, type Core } from '../core.ts';

export interface EnrolledDevice {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly pseudonym: string;
}

/** Idempotent. @throws ConsentError where the enrolment is broken or lacks its endorsement. */
export async function enrolDevice(core: Core, jws: string): Promise<EnrolledDevice> {
  const { devices, pseudonyms, journal, clock } = core;
  const { revokedDevices, forgottenKids } = journal.facts;
  const revoked = new Set(revokedDevices.keys());
  const { enrolment, kid, added } = await devices.add(jws, { revoked, forgottenKids });
  const pseudonym = await pseudonyms.ensure(enrolment.contributor);
  if (added) {
    const { device } = enrolment;
    await journal.append([
      { v: 1, kind: 'deviceEnrolled', at: timeNow(clock), contributor: pseudonym, device, kid },
    ]);
  }
  return { contributor: enrolment.contributor, device: enrolment.device, pseudonym };
}

/** By another device of the contributor, by the device itself, or by a steward. Idempotent. */
export async function revokeDevice(core: Core, jws: string): Promise<void> {
  const { devices, trust, journal, pseudonyms, clock } = core;
  const revocation = await verifyRevocation(jws, {
    devices: devices.all(),
    revoked: new Set(journal.facts.revokedDevices.keys()),
    stewards: trust.stewards,
  });
  if (journal.facts.revokedDevices.has(revocation.device)) return;
  const contributor = await pseudonyms.ensure(revocation.contributor);
  // Our own time, not the signer's: what was signed before now stays good.
  await journal.append([
    { v: 1, kind: 'deviceRevoked', at: timeNow(clock), contributor, device: revocation.device },
  ]);
  await core.lock.rememberLog();
}

/** Who signed a request with that key, unless the device was revoked. */
export async function deviceOfKid(core: Core, kid: string): Promise<DeviceEnrolment | null> {
  const enrolment = core.devices.byKid(kid);
  if (enrolment === null || core.journal.facts.revokedDevices.has(enrolment.device)) return null;
  return (await publicJwkToKid(enrolment.publicJwk)) === kid ? enrolment : null;
}
