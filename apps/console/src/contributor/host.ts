/**
 * What the contributor's pages stand on: the companion's own server by
 * default; the browser extension brings an answer in the same process.
 */
import { sendOverNetwork } from '@understudy/courier';
import type { Tier } from '@understudy/base';
import type { CompanionProgram } from '@understudy/protocol';
import { heldToken } from './companion-token.ts';

export interface ContributorHost {
  /** Answers the companion's local contract. */
  send(request: Request): Promise<Response>;
  /** Where an address stands: in the path, or behind `#` where every page is one file. */
  readonly address: 'path' | 'hash';
  /** Before a consent is signed, and before a recording starts; called in the press itself, so that it may ask the browser for a permission. */
  permit(program: CompanionProgram, tier: Tier): Promise<void>;
}

let host: ContributorHost = {
  send: (request) => {
    const token = heldToken();
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return sendOverNetwork(request);
  },
  address: 'path',
  permit: async () => {},
};

/** Once, before the pages are mounted. */
export function standOn(other: ContributorHost): void {
  host = other;
}

export const standsOn = (): ContributorHost => host;

/** Whether the recorder is the browser's extension, where every page is one file: it records sites, and no app. */
export const inBrowser = (): boolean => host.address === 'hash';
