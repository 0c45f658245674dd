/** The local contract, answered by this companion: behind its web server, or inside a browser. */
import {
  companionRoutes,
  createNonceMemory,
  createService,
  type Service,
} from '@understudy/protocol';
import type { Companion } from '../companion.ts';
import { createHandlers } from './handlers.ts';
import { errorToRefusal } from './refusal.ts';

/** Whoever can call it may do all that the contributor may: the way to it is the gate. */
export function createCompanionService(companion: Companion): Service {
  const { clock } = companion.home;
  return createService({
    // No request of this contract is signed.
    service: 'vault',
    contract: companionRoutes,
    handlers: createHandlers(companion),
    clock,
    nonces: createNonceMemory(clock),
    keyOf: () => Promise.resolve(null),
    translate: errorToRefusal,
  });
}
