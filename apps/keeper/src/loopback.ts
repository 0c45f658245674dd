/** Whoever unseals sits at this machine: what they type must not cross a network in the clear. */
import { notAvailable } from '@understudy/protocol';

/** @param remote the address that the request came from. @throws ProtocolError notAvailable */
export function requireLoopback(remote: string | null): void {
  if (remote === null || !/^(?:::ffff:)?127\.|^::1$/.test(remote)) throw notAvailable('route');
}
