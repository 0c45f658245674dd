/** The keeper's contract (protocol/keeper-routes.ts) → its parts: wiring only. */
import type { ReleaseId, StewardId } from '@understudy/base';
import {
  notAvailable,
  ProtocolError,
  type Caller,
  type Handlers,
  type KeeperContract,
} from '@understudy/protocol';
import { version } from './build.ts';
import { giveLease, giveRecipient, type DeviceCaller } from './contributor/capture.ts';
import { enrolDevice, revokeDevice } from './contributor/device.ts';
import { erase, readErasure } from './contributor/erasure.ts';
import { expire } from './contributor/expiry.ts';
import { withdraw } from './contributor/withdrawal.ts';
import { timeNow, type Core } from './core.ts';
import { KeeperError } from './error.ts';
import { stateToName } from './lock/machine.ts';
import type { Authorizer } from './release/authorize.ts';
import { openRelease, type TicketSource } from './release/open.ts';
import type { Tickets } from './release/tickets.ts';
import type { Replicas } from './replica/primary.ts';
import { revokeGrant } from './steward/grant.ts';
import { lockdown, resume } from './steward/lockdown.ts';
import { fileIncident, fileNotice, listIncidents } from './steward/incident.ts';
import { fileReport, latestReport } from './steward/report.ts';
import { requireLoopback } from './loopback.ts';
import { callerAsks, requireAction } from './policy/require.ts';
import type { Unsealer } from './unseal.ts';

export interface HandlerParts {
  readonly authorizer: Authorizer;
  readonly tickets: Tickets;
  readonly replicas: Replicas;
  readonly unsealer: Unsealer;
  readonly retentionDays: number;
  /** The log's verifier key. */
  readonly logKey: string;
  readonly readLog: (path: string) => Promise<Uint8Array | null>;
  readonly cosign: (note: string) => Promise<void>;
}

export function createHandlers(core: Core, parts: HandlerParts): Handlers<KeeperContract> {
  const stateName = () => stateToName(core.lock.state());
  // A device and the vault bring the same request at once: the second finds what the first has done.
  let erasing: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = erasing.then(work);
    erasing = result.catch(() => undefined);
    return result;
  };
  return {
    status: async () => ({
      service: 'keeper',
      state: stateName(),
      epoch: core.lock.state().epoch,
      version,
      build: core.build,
      logSize: core.journal.facts.size,
      keys: [core.serviceKey.publicJwk],
      logKey: parts.logKey,
      origins: [...core.trust.relyingParty.origins],
    }),
    unseal: async ({ body, remote }) => {
      requireLoopback(remote);
      const sharesMissing = await parts.unsealer.unseal(body);
      return { state: stateName(), sharesMissing };
    },
    seal: async ({ caller }) => {
      requireAction(core, callerAsks(caller), 'seal');
      const { epoch } = core.lock.state();
      await core.lock.seal({ v: 1, kind: 'seal', at: timeNow(core.clock), epoch });
      return { state: stateName() };
    },
    promote: async ({ caller }) => {
      requireAction(core, callerAsks(caller), 'promote');
      throw new KeeperError({
        code: 'wrongState',
        message: 'This keeper is the primary.',
        remedy: 'Promote a replica, at its own address.',
      });
    },
    enrolDevice: async ({ body }) => enrolDevice(core, body.enrolment),
    revokeDevice: async ({ body }) => {
      await revokeDevice(core, body.revocation);
      return {};
    },
    recipient: async ({ caller, body }) => giveRecipient(core, requireDevice(caller), body),
    lease: async ({ caller, body }) => ({
      lease: await giveLease(core, requireDevice(caller), body),
    }),
    withdraw: async ({ body }) => withdraw(core, body),
    erase: async ({ body }) => {
      const { erasure, receipt, finalAt } = await inTurn(() =>
        erase(core, body.request, parts.retentionDays),
      );
      return { erasure, receipt, finalAt };
    },
    expire: async ({ body }) => {
      const { erasure, receipt, finalAt } = await inTurn(() =>
        expire(core, body, parts.retentionDays),
      );
      return { erasure, receipt, finalAt };
    },
    erasure: async ({ caller, params }) => {
      const found = await readErasure(core, params.erasure);
      if (found === null) throw notAvailable('erasure');
      requireAction(core, callerAsks(caller), 'readErasure', { knowsItsName: true });
      const { receipt, final, finalAt } = found;
      return { receipt, final, finalAt };
    },
    authorizeReleases: async ({ body }) => {
      const { releases, checkpoint } = await parts.authorizer.authorize(body);
      return { releases: [...releases], checkpoint };
    },
    openRelease: async ({ params, body }) => ({
      bytes: await openRelease(core.lock, ownTicket(parts.tickets, params.release), body),
    }),
    revokeGrant: async ({ body }) => {
      await revokeGrant(core, body.order);
      return {};
    },
    lockdown: async ({ body }) => {
      const answer = await lockdown(core, body.order);
      await parts.replicas.stopped();
      return answer;
    },
    replicaLease: async ({ body }) => parts.replicas.lease(body.request),
    replicaTicket: async ({ body }) => parts.replicas.ticket(body.request),
    resume: async ({ body }) => resume(core, body),
    fileReport: async ({ caller, body }) => {
      requireAction(core, callerAsks(caller), 'fileReport');
      return fileReport(core, body.report);
    },
    resolvePseudonyms: async ({ caller, body }) => {
      requireAction(core, callerAsks(caller), 'resolvePseudonyms');
      const people = await core.pseudonyms.people();
      return {
        people: people.filter(({ pseudonym }) => body.pseudonyms.includes(pseudonym)),
      };
    },
    latestReport: async ({ caller }) => {
      requireAction(core, callerAsks(caller), 'readLog');
      return { report: await latestReport(core) };
    },
    fileIncident: async ({ caller, body }) =>
      fileIncident(core, requireSteward(caller), body.incident),
    incidents: async ({ caller }) => {
      requireAction(core, callerAsks(caller), 'readLog');
      return { incidents: listIncidents(core) };
    },
    fileNotice: async ({ caller, body }) => fileNotice(core, requireSteward(caller), body.notice),
    passkeyOptions: async ({ body }) => ({ options: await core.passkeys.options(body.invite) }),
    addPasskey: async ({ body }) => {
      const keyring = core.lock.requireOpen();
      const added = await core.passkeys.add(body.invite, body.response, keyring.tagger);
      return { steward: added.steward, credentialId: added.credentialId };
    },
    passkeys: async ({ params }) => ({
      rpId: core.trust.relyingParty.id,
      credentialIds: core.passkeys.of(params.steward).map(({ credentialId }) => credentialId),
    }),
    log: async ({ caller, params }) => {
      requireAction(core, callerAsks(caller), 'readLog');
      const bytes = await parts.readLog(params.path);
      if (bytes === null) throw notAvailable('log file');
      return { bytes, sizeBytes: bytes.length };
    },
    cosign: async ({ body }) => {
      await parts.cosign(body.note);
      return {};
    },
  };
}

function ownTicket(tickets: Tickets, release: ReleaseId): TicketSource {
  return {
    look: async () => {
      const ticket = tickets.find(release);
      ticket?.check();
      return ticket;
    },
    take: async () => tickets.take(release),
  };
}

/** The contract lets only devices call; this tells the compiler so. */
function requireDevice(caller: Caller): DeviceCaller {
  if (caller.kind === 'device') return caller;
  throw notFor('devices');
}

/** The same of stewards. */
function requireSteward(caller: Caller): StewardId {
  if (caller.kind === 'steward') return caller.steward;
  throw notFor('stewards');
}

function notFor(whom: string): ProtocolError {
  return new ProtocolError({
    code: 'unauthenticated',
    message: `This route is for ${whom}.`,
    remedy: 'Sign the request with the key of one.',
  });
}
