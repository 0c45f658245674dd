/** Whose statement it claims to be, by the key in its header; the signature is checked by the caller. */
import type { DeviceEnrolment } from '@understudy/consent';
import { decodeProtectedHeader } from 'jose';
import { notAllowedError } from '../error.ts';
import type { Devices } from '../people/devices.ts';

/** @throws KeeperError notAllowed where no enrolled device has that key. */
export function deviceOfStatement(devices: Devices, jws: string): DeviceEnrolment {
  let kid: string | undefined;
  try {
    kid = decodeProtectedHeader(jws).kid;
  } catch (cause) {
    throw notAllowedError(cause);
  }
  const device = kid === undefined ? null : devices.byKid(kid);
  if (device === null) throw notAllowedError();
  return device;
}
