/** The caller as the one kind that a handler serves; the contract has let no other through. */
import { notAvailable, type Caller } from '@understudy/protocol';

type Of<Kind extends Caller['kind']> = Extract<Caller, { readonly kind: Kind }>;

export function requireDevice(caller: Caller): Of<'device'> {
  if (caller.kind === 'device') return caller;
  throw notAvailable('route');
}

export function requireResearcher(caller: Caller): Of<'researcher'> {
  if (caller.kind === 'researcher') return caller;
  throw notAvailable('route');
}

export function requireSteward(caller: Caller): Of<'steward'> {
  if (caller.kind === 'steward') return caller;
  throw notAvailable('route');
}
