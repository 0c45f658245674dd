/**
 * Where a service listens: one address, or several of the same service, of which the one that
 * answered last is asked first. Who is asked says nothing of who decides: keepers that stand in for
 * each other see to it that one at a time does (spec/protocol.md §6).
 */
import type { CourierError } from './error.ts';

export interface Origins {
  readonly count: number;
  /** Scheme, host and port; '' from a page of the server itself. */
  current(): string;
  /** The next one from now on, unless another call has moved on already. */
  leave(origin: string): void;
}

/** @param addresses separated by commas. @throws TypeError where one is no URL */
export function parseOrigins(addresses: string): Origins {
  const origins = addresses
    .split(',')
    .map((address) => (address === '' ? '' : new URL(address.trim()).origin));
  let at = 0;
  const current = (): string => origins[at] ?? '';
  return {
    count: origins.length,
    current,
    leave: (origin) => {
      if (current() === origin) at = (at + 1) % origins.length;
    },
  };
}

/** Nobody there, or one that cannot reach the one who decides. */
export function isAway({ code }: CourierError): boolean {
  return code === 'unreachable' || code === 'keeperDown';
}
