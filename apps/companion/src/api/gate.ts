/**
 * Who may speak to the companion: a caller on this computer that shows the
 * token, for exactly this host, from no other site. A page of another site can
 * make a browser send requests here; it has neither the token nor our Origin
 * (DNS rebinding: the Host header gives it away).
 */
import { ProtocolError } from '@understudy/protocol';
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Gate {
  /** @throws ProtocolError `crossSite`, `unauthenticated` */
  check(request: Request): void;
}

export function createGate(token: string, port: () => number): Gate {
  const hosts = (): readonly string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  return {
    check: (request) => {
      const { host } = new URL(request.url);
      const given = request.headers.get('host') ?? host;
      const origin = request.headers.get('origin');
      const site = request.headers.get('sec-fetch-site');
      const own = hosts();
      if (
        !own.includes(given) ||
        (origin !== null && !own.some((name) => origin === `http://${name}`)) ||
        (site !== null && site !== 'same-origin' && site !== 'none')
      ) {
        throw new ProtocolError({
          code: 'crossSite',
          message: 'The companion answers its own pages only.',
          remedy: `Open it at http://127.0.0.1:${port()}`,
        });
      }
      if (!isSame(readBearer(request) ?? '', token)) {
        throw new ProtocolError({
          code: 'unauthenticated',
          message: 'The request does not show the token of this companion.',
          remedy: 'Open the page from the link that `understudy record` prints.',
        });
      }
    },
  };
}

function readBearer(request: Request): string | null {
  const header = request.headers.get('authorization') ?? '';
  return header.startsWith('Bearer ') ? header.slice('Bearer '.length) : null;
}

/** In constant time: hashes have one length whatever was given. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
