/**
 * What is asked of the policies: who, does what, to whose data, under which
 * verified facts. Every fact is the keeper's own finding, never a caller's word.
 */
import type { Purpose } from '@understudy/consent';

export const actions = [
  'release',
  'requestGrant',
  'approveGrant',
  'revokeGrant',
  'createKey',
  'leaseCapture',
  'withdraw',
  'erase',
  'lockdown',
  'resume',
  'seal',
  'promote',
  'fileReport',
  'fileIncident',
  'fileNotice',
  'resolvePseudonyms',
  'readLog',
  'readErasure',
] as const;
export type Action = (typeof actions)[number];

export const roles = ['Nobody', 'Device', 'Researcher', 'Steward', 'Operator'] as const;
type Role = (typeof roles)[number];

export type ConsentStanding = 'live' | 'withdrawn' | 'expired' | 'none';
export type GrantStanding = 'pending' | 'approved' | 'expired' | 'revoked' | 'none';
export type ControlsStanding = 'green' | 'red' | 'stale';

export interface Facts {
  /** Id of the one who asked for the grant; that of nobody where there is no grant. */
  readonly requester: string;
  readonly purpose: Purpose;
  readonly grant: GrantStanding;
  readonly consent: ConsentStanding;
  readonly tierCovered: boolean;
  readonly filterCovered: boolean;
  readonly quotaLeft: boolean;
  /** The device asking belongs to the contributor whose data it is. */
  readonly ownDevice: boolean;
  readonly approverIsRequester: boolean;
  /** Of an erasure's receipt: the name that only its answer tells. */
  readonly knowsItsName: boolean;
  readonly locked: boolean;
  readonly controls: ControlsStanding;
}

export interface Question {
  readonly role: Role;
  readonly id: string;
  readonly action: Action;
  /** The purposes that the program states. */
  readonly purposes: readonly Purpose[];
  readonly facts: Facts;
}

/** The facts of an action that concerns no grant and no one's data: nothing is given. */
export const noFacts: Facts = {
  requester: 'nobody',
  purpose: 'agentTraining',
  grant: 'none',
  consent: 'none',
  tierCovered: false,
  filterCovered: false,
  quotaLeft: false,
  ownDevice: false,
  approverIsRequester: false,
  knowsItsName: false,
  locked: false,
  controls: 'stale',
};
