/**
 * The keeper put together: home folder → a `fetch` over its contract. Starts
 * sealed, whatever it was before; knows what its log knows.
 */
import { readFile } from 'node:fs/promises';
import { Secret } from '@understudy/base';
import type { Clock, Random } from '@understudy/base';
import { publicJwkToKid } from '@understudy/consent';
import type { StewardId } from '@understudy/base';
import {
  createNonceMemory,
  createRateLimit,
  createService,
  keeperRoutes,
  refusalToResponse,
  type Caller,
  type PublicJwk,
  type Service,
} from '@understudy/protocol';
import { createNoteSigner, openFileStorage, openLog, parseVerifier } from '@understudy/tlog';
import { readBuild } from './build.ts';
import { readConfig } from './config.ts';
import { deviceOfKid } from './contributor/device.ts';
import { completeErasures, finishErasures, reconcileErasures } from './contributor/erasure.ts';
import { timeNow, type Core } from './core.ts';
import { createHandlers } from './handlers.ts';
import { openSnapshots } from './facts/snapshot.ts';
import { openJournal } from './journal.ts';
import { openLockControl } from './lock/control.ts';
import { stateToName } from './lock/machine.ts';
import { maintain } from './maintenance.ts';
import { openOwnKeyring } from './own-keyring.ts';
import { openDevices } from './people/devices.ts';
import { createPseudonyms } from './people/pseudonym.ts';
import { createDecide } from './policy/decide.ts';
import { readPolicies, readPolicySchema } from './policy/policies.ts';
import { errorToRefusal, replacedRefusal } from './refusal.ts';
import { keeperRates } from './rates.ts';
import { createAuthorizer } from './release/authorize.ts';
import { createQuotas } from './release/quota.ts';
import { createTickets } from './release/tickets.ts';
import { createReplicas } from './replica/primary.ts';
import { readServiceKey } from './service-key.ts';
import { settingsToSha256 } from './settings-tag.ts';
import { openPasskeys } from './steward/passkeys.ts';
import { takeFence } from './store/fence.ts';
import { placesOf } from './store/places.ts';
import { readTrust } from './trust.ts';
import { createUnsealer } from './unseal.ts';

export interface Keeper {
  readonly service: Service;
  readonly core: Core;
  stateName(): 'locked' | 'sealed' | 'open';
  /** What is due by the clock: today's epoch root, old roots destroyed, erasures made final. */
  maintain(): Promise<void>;
  /** Of the fence (store/fence.ts). */
  readonly term: number;
  /** Wipes the roots and gives up the log. */
  close(): Promise<void>;
}

export interface KeeperSeams {
  readonly clock: Clock;
  readonly random: Random;
  /** Default: computed from the running code. */
  readonly build?: string;
  /** Told of every refusal, by route; gets no content. */
  readonly onRefusal?: (route: string, error: unknown) => void;
}

/** @throws KeeperError wrongState (not set up), damaged, rolledBack; TlogError inUse */
export async function openKeeper(home: string, seams: KeeperSeams): Promise<Keeper> {
  const { clock, random } = seams;
  const places = placesOf(home);
  const config = await readConfig(places.config);
  const trust = await readTrust(places.trust);
  const decide = createDecide(readPolicies(), readPolicySchema());
  const signer = createNoteSigner(new Secret((await readFile(places.logKey, 'utf8')).trim()));
  const witnesses = trust.witnesses.map(parseVerifier);
  const storage = await openFileStorage(places.log);
  const log = await openLog(storage, signer, clock).catch(async (error: unknown) => {
    await storage.close();
    throw error;
  });
  try {
    const fence = await takeFence(places.fence, random);
    const serviceKey = await readServiceKey(places.serviceKey);
    const snapshots = await openSnapshots(places.snapshot, serviceKey, log);
    const journal = await openJournal(log, snapshots.facts);
    await snapshots.keep();
    const stewardByKid = new Map<string, StewardId>();
    const people = new Map<string, { publicJwk: PublicJwk; owner: Caller }>();
    for (const { steward, publicJwk } of trust.stewards) {
      const kid = await publicJwkToKid(publicJwk);
      stewardByKid.set(kid, steward);
      people.set(kid, { publicJwk, owner: { kind: 'steward', steward } });
    }
    for (const publicJwk of trust.operators) {
      people.set(await publicJwkToKid(publicJwk), { publicJwk, owner: { kind: 'operator' } });
    }
    const stewardOfKid = (kid: string): StewardId | null => stewardByKid.get(kid) ?? null;
    const core: Core = {
      clock,
      random,
      places,
      trust,
      build: seams.build ?? readBuild(),
      serviceKey,
      journal,
      lock: await openLockControl(places.guard, journal, clock),
      devices: await openDevices(places.devices, () => clock.nowMs()),
      pseudonyms: createPseudonyms(places.people, random),
      decide,
      passkeys: await openPasskeys({
        folder: places.passkeys,
        stewards: trust.stewards,
        stewardOfKid,
        relyingParty: trust.relyingParty,
        clock,
      }),
      stewardOfKid,
    };
    await completeErasures(core, config.retentionDays);
    await reconcileErasures(core);
    const tickets = createTickets(clock);
    const replicas = createReplicas(core, tickets, fence.quietBefore);
    const doMaintain = async (): Promise<void> => {
      await maintain(core, config.retentionDays);
      // A key that was erased while it was wrapped anew goes again.
      await reconcileErasures(core);
      await core.lock.rememberLog();
      await finishErasures(core);
      await snapshots.keep();
    };
    const handlers = createHandlers(core, {
      authorizer: createAuthorizer(core, {
        quotas: createQuotas(journal.facts),
        tickets,
      }),
      tickets,
      unsealer: createUnsealer(
        {
          clock,
          isLocked: () => core.lock.state().lock === 'locked',
          open: async (root) => {
            // Before any key can be used: what the log says is erased must be gone.
            await reconcileErasures(core);
            const { epoch } = core.lock.state();
            await core.lock.unseal(() => openOwnKeyring(core, root), {
              v: 1,
              kind: 'unseal',
              at: timeNow(clock),
              epoch,
              build: core.build,
              settings: await settingsToSha256(places),
            });
            try {
              await doMaintain();
            } catch (error) {
              // The root is wiped with the error: no keyring may go on with what is left of it.
              core.lock.wipe();
              throw error;
            }
          },
        },
        config.protector,
      ),
      replicas,
      retentionDays: config.retentionDays,
      logKey: signer.verifier.text,
      readLog: (path) => log.resource(path),
      cosign: (note) => log.addCosignatures(note, witnesses),
    });
    const service = createService({
      service: 'keeper',
      contract: keeperRoutes,
      handlers,
      clock,
      nonces: createNonceMemory(clock),
      keyOf: async (kid) => {
        const known = people.get(kid);
        if (known !== undefined) return known;
        const device = await deviceOfKid(core, kid);
        if (device === null) return null;
        const { publicJwk, contributor } = device;
        return { publicJwk, owner: { kind: 'device', device: device.device, contributor } };
      },
      admit: createRateLimit(clock, keeperRates),
      translate: errorToRefusal,
      ...(seams.onRefusal === undefined ? {} : { onRefusal: seams.onRefusal }),
    });
    let closed: Promise<void> | null = null;
    let replaced = false;
    const close = async (): Promise<void> => {
      fence.stop();
      try {
        // All before the log's lock goes: what another writes from then on must stand.
        await core.lock.end();
        await snapshots.keep();
        if (!replaced && replicas.isQuiet()) await fence.leaveQuiet();
      } finally {
        await log.close();
      }
    };
    fence.watch(() => {
      replaced = true;
      closed ??= close();
    });
    return {
      service: {
        answer: async (request, remote) => {
          const answer = replaced ? null : await service.answer(request, remote);
          // Also where it failed because this keeper let go meanwhile.
          return answer === null || (replaced && !answer.ok)
            ? refusalToResponse(replacedRefusal())
            : answer;
        },
      },
      term: fence.term,
      core,
      stateName: () => stateToName(core.lock.state()),
      maintain: async () => {
        // What it knows grows old, and the files are another's by now.
        if (closed === null) await doMaintain();
      },
      close: () => (closed ??= close()),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}
