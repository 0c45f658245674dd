/**
 * The keeper's durable state is a fold over its own log: (facts, entry) →
 * facts. What the log does not hold has not happened; a restored older store
 * is brought up to the log when it starts.
 *
 * Invariant: facts only ever narrow (withdrawn, erased, revoked, used up),
 * but for the lock, which `resume` lifts.
 */
import { unreachable } from '@understudy/base';
import type { DeviceId, GrantId, IncidentId } from '@understudy/base';
import type { LogEntry, LogEntryOf } from '@understudy/tlog';
import type { LockState } from '../lock/machine.ts';
import type { Erased } from './erased.ts';

export interface Facts {
  /** Entries of the log that are folded in. */
  size: number;
  epoch: number;
  lock: LockState['lock'];
  /** SHA-256 of each lockdown order that was obeyed: none locks twice. */
  readonly usedOrders: Set<string>;
  /** SHA-256 of the id of each receipt that was acted on. */
  readonly receivedReceipts: Set<string>;
  /** SHA-256 of the receipt's id → index of the entry that withdrew it first. */
  readonly withdrawnReceipts: Map<string, number>;
  /** Device → when, ISO 8601. */
  readonly revokedDevices: Map<DeviceId, string>;
  readonly revokedGrants: Set<string>;
  /** By pseudonym. */
  readonly erased: Map<string, Erased[]>;
  /** SHA-256 of the recipient → index of the entry that published it. */
  readonly keyEntries: Map<string, number>;
  /** Name of an erasure → index of its first entry. */
  readonly erasures: Map<string, number>;
  /** Pseudonym → the keys (RFC 7638) of their devices, until they erase everything. */
  readonly kids: Map<string, string[]>;
  /** Key of a device whose contributor erased everything → when, ms. */
  readonly forgottenKids: Map<string, number>;
  readonly finalErasures: Set<string>;
  rootsDestroyed: number;
  readonly used: Map<string, GrantUse>;
  /** `<claim>:<segment>` → when it was released; old ones are forgotten with their claim. */
  readonly released: Map<string, number>;
  /** The last control report. */
  report: FiledReport | null;
  /** In the order in which they were filed. */
  readonly incidents: Map<IncidentId, FiledIncident>;
}

interface FiledIncident extends Pick<
  LogEntryOf<'incident'>,
  'at' | 'from' | 'until' | 'releases' | 'contributors'
> {
  /** Of its entry. */
  readonly index: number;
  /** Pseudonym → index of the receipt of their notice. */
  readonly receipts: Map<string, number>;
}

interface FiledReport {
  readonly green: boolean;
  readonly build: string;
  readonly sha256: string;
  readonly atMs: number;
}

export interface GrantUse {
  readonly segments: number;
  readonly bytes: number;
}

/** Claims last an hour; their releases are remembered a little longer. */
const rememberReleasesMs = 2 * 3_600_000;

export function emptyFacts(): Facts {
  return {
    size: 0,
    epoch: 0,
    lock: 'unlocked',
    usedOrders: new Set(),
    receivedReceipts: new Set(),
    withdrawnReceipts: new Map(),
    revokedDevices: new Map(),
    revokedGrants: new Set(),
    erased: new Map(),
    keyEntries: new Map(),
    erasures: new Map(),
    kids: new Map(),
    forgottenKids: new Map(),
    finalErasures: new Set(),
    rootsDestroyed: 0,
    used: new Map(),
    released: new Map(),
    report: null,
    incidents: new Map(),
  };
}

/** Folds one entry in, in place: the log is long, and there is one owner. */
export function applyEntry(facts: Facts, entry: LogEntry): void {
  const atMs = Date.parse(entry.at);
  facts.size += 1;
  switch (entry.kind) {
    case 'release': {
      const use = facts.used.get(entry.grant) ?? { segments: 0, bytes: 0 };
      facts.used.set(entry.grant, {
        segments: use.segments + 1,
        bytes: use.bytes + entry.sizeBytes,
      });
      facts.released.set(releaseName(entry.claim, entry.segment), atMs);
      forgetReleases(facts, atMs);
      return;
    }
    case 'keyCreated':
      facts.keyEntries.set(entry.recipientSha256, facts.size - 1);
      return;
    case 'consentReceived':
      facts.receivedReceipts.add(entry.receiptSha256);
      return;
    case 'consentWithdrawn':
      if (!facts.withdrawnReceipts.has(entry.receiptSha256)) {
        facts.withdrawnReceipts.set(entry.receiptSha256, facts.size - 1);
      }
      return;
    case 'deviceRevoked':
      facts.revokedDevices.set(entry.device, entry.at);
      return;
    case 'grantRevoked':
      facts.revokedGrants.add(entry.grant);
      return;
    case 'erasure':
      facts.erased.set(entry.contributor, [
        ...(facts.erased.get(entry.contributor) ?? []),
        { scope: entry.scope, atMs },
      ]);
      if (!facts.erasures.has(entry.erasure)) facts.erasures.set(entry.erasure, facts.size - 1);
      if (entry.scope.kind === 'everything') forgetKids(facts, entry.contributor, atMs);
      return;
    case 'deviceEnrolled':
      facts.kids.set(entry.contributor, [...(facts.kids.get(entry.contributor) ?? []), entry.kid]);
      return;
    case 'erasureFinal':
      facts.finalErasures.add(entry.erasure);
      return;
    case 'rootDestroyed':
      facts.rootsDestroyed += 1;
      return;
    case 'lockdown':
      facts.epoch = entry.epoch;
      facts.lock = 'locked';
      facts.usedOrders.add(entry.orderSha256);
      return;
    case 'resume':
      facts.epoch = entry.epoch;
      facts.lock = 'unlocked';
      return;
    case 'controlReport':
      facts.report = { green: entry.green, build: entry.build, sha256: entry.sha256, atMs };
      return;
    case 'incident': {
      // Two who file it at once may both log it; the entries say the same.
      if (facts.incidents.has(entry.incident)) return;
      const { at, from, until, releases, contributors } = entry;
      const filed = { at, from, until, releases, contributors };
      facts.incidents.set(entry.incident, {
        ...filed,
        index: facts.size - 1,
        receipts: new Map(),
      });
      return;
    }
    case 'notice': {
      const receipts = facts.incidents.get(entry.incident)?.receipts;
      if (receipts?.has(entry.contributor) === false) {
        receipts.set(entry.contributor, facts.size - 1);
      }
      return;
    }
    // These tell readers of the log something, the keeper nothing.
    case 'index':
    case 'promotion':
    case 'seal':
    case 'unseal':
      return;
    default:
      unreachable(entry);
  }
}

export function releaseName(claim: string, segment: string): string {
  return `${claim}:${segment}`;
}

export function usedOf(facts: Facts, grant: GrantId): GrantUse {
  return facts.used.get(grant) ?? { segments: 0, bytes: 0 };
}

function forgetKids(facts: Facts, pseudonym: string, atMs: number): void {
  for (const kid of facts.kids.get(pseudonym) ?? []) facts.forgottenKids.set(kid, atMs);
  facts.kids.delete(pseudonym);
}

/** Entries come in order of time, and so does the map. */
function forgetReleases(facts: Facts, nowMs: number): void {
  for (const [name, atMs] of facts.released) {
    if (atMs > nowMs - rememberReleasesMs) return;
    facts.released.delete(name);
  }
}
