/**
 * A control as code: a live probe against a running deployment, and a fault.
 * The same probe must find that fault in a deployment built with it (planted/):
 * a probe that passes there proves nothing, and counts as red.
 */
import { CourierError } from '@understudy/courier';
import type { Fault } from './planted/fault.ts';
import type { Scratch } from './planted/probe-result.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

export interface Control {
  /** Kebab-case; OSCAL's control id. */
  readonly id: string;
  /** What holds, as a sentence. */
  readonly title: string;
  /** What a probe needs beside the keys of two stewards; without it, it is not run. */
  readonly needs?: Need;
  /** Throws a Finding where the deployment does not hold; any other error counts the same. */
  readonly probe: (target: Target, subject: Subject) => Promise<void>;
  /** A build with this in it is what the probe must find out. */
  readonly fault: Fault;
  /** Where the fault shows what is stored: there, if a scratch place of the kind was given. */
  readonly plantedIn?: (scratch: Scratch) => Scratch;
  /** The state in which the broken deployment is probed; default: open. */
  readonly faultShowsWhen?: 'locked';
}

export interface SpoiledParts<Asked> extends Pick<Control, 'id' | 'title' | 'fault'> {
  /** What is asked for, and must be refused. */
  readonly spoiled: string;
  readonly spoil: (subject: Subject) => Promise<Asked>;
}

/** Asks for the same twice: spoiled, which must be refused, and sound, which must not. */
export function spoiledControl<Asked>(
  { id, title, fault, spoiled, spoil }: SpoiledParts<Asked>,
  sound: { readonly what: string; readonly make: (subject: Subject) => Promise<Asked> },
  ask: (target: Target, asked: Asked) => Promise<Verdict>,
): Control {
  return {
    id,
    title,
    fault,
    probe: async (target, subject) => {
      await mustRefuse(spoiled, ask(target, await spoil(subject)));
      await mustAllow(sound.what, ask(target, await sound.make(subject)));
    },
  };
}

export type Need = 'researcherKey' | 'operatorKey' | 'vaultPlace';

export class Finding extends Error {}

export type Verdict = 'allowed' | 'refused';

/** Codes by which a service says no; anything else is no answer to the question. */
const refusals: readonly string[] = [
  'unauthenticated',
  'notAvailable',
  'notAllowed',
  'badSignature',
  'badRequest',
  'conflict',
  'consentNotLive',
  'notCovered',
  'deviceRevoked',
  'grantNotLive',
  'replayed',
  'clockSkew',
  'wrongState',
  'hashMismatch',
  'locked',
  'sealed',
];

/** Whether it was done. @throws whatever is neither a yes nor a no */
export async function toVerdict(attempt: Promise<unknown>): Promise<Verdict> {
  try {
    await attempt;
    return 'allowed';
  } catch (error) {
    if (error instanceof CourierError && refusals.includes(error.code)) return 'refused';
    throw error;
  }
}

/** @throws Finding where it was not refused */
export async function mustRefuse(what: string, verdict: Promise<Verdict>): Promise<void> {
  if ((await verdict) !== 'refused') throw new Finding(`Not refused: ${what}.`);
}

/** The other side of each refusal: without it, a service that refuses everything would pass. */
export async function mustAllow(what: string, verdict: Promise<Verdict>): Promise<void> {
  if ((await verdict) !== 'allowed') throw new Finding(`Refused: ${what}.`);
}
