/**
 * An erasure, at a contributor's request or at the end of a retention: logged, keys destroyed, receipt at once; the final
 * receipt when no epoch root is left that wrapped the keys. Needs no unsealed
 * keeper. Each step may be repeated: `completeErasures` does so after a crash, `reconcileErasures`
 * after a restored backup.
 *
 * Order: log, keys, devices, and the pseudonym last, because it is what links
 * the log's entry to the files that must go.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { isId } from '@understudy/base';
import type { ContributorId } from '@understudy/base';
import {
  erasureRequestToSha256,
  issueErasureReceipt,
  verifyErasureRequest,
  type ErasureScope,
  type SignedErasureReceipt,
  type SignedErasureRequest,
} from '@understudy/consent';
import { z } from 'zod';
import { timeNow, type Core } from '../core.ts';
import { keyIsErased } from '../facts/erased.ts';
import { addDays, dayOf, listEpochRoots } from '../keys/epoch-root.ts';
import { destroyKeyFile, keyFiles, listKeyOwners } from '../keys/key-file.ts';
import { listFolder, readJson, removeFile, writeJsonDurably } from '../store/durable.ts';
import { requireAction } from '../policy/require.ts';
import { deviceOfStatement } from './statement.ts';

const fileSchema = z.object({
  request: z.string(),
  receipt: z.string(),
  final: z.string().nullable(),
  /** The day whose root wrapped the destroyed keys last. */
  day: z.iso.date(),
  dueAt: z.string(),
});

export interface ErasureAnswer {
  /** Whoever has it may see the receipts. */
  readonly erasure: string;
  readonly receipt: string;
  readonly final: string | null;
  readonly finalAt: string;
}

/** Idempotent by the request's hash. @throws ConsentError, KeeperError notAllowed */
export async function erase(
  core: Core,
  jws: string,
  retentionDays: number,
): Promise<ErasureAnswer> {
  // Made by verifyErasureRequest only below; the brand says no more than "a JWS".
  const erasure = erasureRequestToSha256(jws as SignedErasureRequest);
  const there = await takeUpErasure(core, erasure, retentionDays);
  if (there !== null) return there;
  const { contributor, device } = deviceOfStatement(core.devices, jws);
  // A stolen device must not destroy what its owner has: withdrawing is all that a revoked one may.
  const { revokedDevices } = core.journal.facts;
  const own = core.devices.of(contributor).filter(({ device }) => !revokedDevices.has(device));
  const { scope } = await verifyErasureRequest(jws, own, core.clock.nowMs());
  requireAction(core, { role: 'Device', id: device }, 'erase', {
    ownDevice: own.some((known) => known.device === device),
  });
  const due = { erasure, contributor, scope, cause: 'request', request: jws } as const;
  return eraseScope(core, due, retentionDays);
}

const dueSchema = z.object({
  /** SHA-256 of what made it due. */
  erasure: z.string(),
  contributor: z.custom<ContributorId>((value) => isId('contributor', value)),
  scope: z.custom<ErasureScope>((value) => typeof value === 'object' && value !== null),
  cause: z.enum(['request', 'retention']),
  /** What made it due: the contributor's signed request, or the signed program. */
  request: z.string(),
});
type DueErasure = z.output<typeof dueSchema>;

const begunSchema = dueSchema.extend({
  /** When it was begun: it reaches back from there. */
  at: z.iso.datetime(),
  /** How many keys fell under it then. */
  keys: z.int().nonnegative(),
});
type BegunErasure = z.output<typeof begunSchema>;

/** Log, keys, receipt; whoever calls has verified that it is due. */
export async function eraseScope(
  core: Core,
  due: DueErasure,
  retentionDays: number,
): Promise<ErasureAnswer> {
  const at = timeNow(core.clock);
  const begun = { ...due, at, keys: await countErased(core, due, Date.parse(at)) };
  // Before the first step that cannot be taken back: whoever starts after a crash makes it whole.
  await writeJsonDurably(pathOf(core.places.erasing, due.erasure), begun);
  return carryOut(core, begun, retentionDays);
}

/** What a crash left between its beginning and its receipt. */
export async function completeErasures(core: Core, retentionDays: number): Promise<void> {
  for (const name of await listFolder(core.places.erasing)) {
    await takeUpErasure(core, name.replace(/\.json$/, ''), retentionDays);
  }
}

/**
 * The answer of an erasure that was verified before: one that a crash or a disk cut off is made
 * whole first. Null where there is none.
 */
export async function takeUpErasure(
  core: Core,
  erasure: string,
  retentionDays: number,
): Promise<ErasureAnswer | null> {
  const intent = pathOf(core.places.erasing, erasure);
  const there = await findErasure(core, erasure);
  if (there !== null) {
    // Once more it would take what its contributor has given since.
    await removeFile(intent);
    return there;
  }
  const begun = await readJson(intent, begunSchema);
  return begun === null ? null : carryOut(core, begun, retentionDays);
}

async function carryOut(
  core: Core,
  begun: BegunErasure,
  retentionDays: number,
): Promise<ErasureAnswer> {
  const { places, clock, serviceKey } = core;
  const { erasure, contributor, scope, request, at, keys } = begun;
  const logIndex = core.journal.facts.erasures.get(erasure) ?? (await logErasure(core, begun));
  await destroyErased(core, begun);
  const day = dayOf(clock.nowMs());
  const dueAt = `${addDays(day, retentionDays + 1)}T00:00:00.000Z`;
  const receipt = await issueErasureReceipt(
    {
      kind: 'atOnce',
      request: erasure,
      contributor,
      scope,
      erasedAt: at,
      keysDestroyed: keys,
      // The vault deletes the segments and says so in its own answer.
      segmentsDeleted: 0,
      logIndex,
      finalDueAt: dueAt,
    },
    serviceKey,
  );
  const file = { request, receipt, final: null, day, dueAt };
  await writeJsonDurably(pathOf(places.erasures, erasure), file);
  await removeFile(pathOf(places.erasing, erasure));
  await core.lock.rememberLog();
  return { erasure: receiptIdOf(erasure, receipt), receipt, final: null, finalAt: dueAt };
}

/** Index of its first entry. */
async function logErasure(core: Core, begun: BegunErasure): Promise<number> {
  const { erasure, contributor, scope, cause, at } = begun;
  const head = {
    v: 1,
    kind: 'erasure',
    at,
    erasure,
    contributor: await core.pseudonyms.ensure(contributor),
    ...(cause === 'retention' ? { cause } : {}),
  } as const;
  const entries = scopeToEntries(scope).map((part) => ({ ...head, scope: part }));
  return (await core.journal.append(entries)).index;
}

/** An entry of the log names so many sessions at most (tlog/entry.ts); a request may name more. */
const entrySessions = 1000;

function scopeToEntries(scope: ErasureScope): readonly ErasureScope[] {
  if (scope.kind !== 'sessions') return [scope];
  const { kind, sessions } = scope;
  return Array.from({ length: Math.ceil(sessions.length / entrySessions) }, (_none, at) => ({
    kind,
    sessions: sessions.slice(at * entrySessions, (at + 1) * entrySessions),
  }));
}

async function findErasure(core: Core, erasure: string): Promise<ErasureAnswer | null> {
  if (!/^[0-9a-f]{64}$/.test(erasure)) return null;
  const file = await readJson(pathOf(core.places.erasures, erasure), fileSchema);
  if (file === null) return null;
  const { receipt, final, dueAt } = file;
  return { erasure: receiptIdOf(erasure, receipt), receipt, final, finalAt: dueAt };
}

/** By what its answer called it. */
export async function readErasure(core: Core, id: string): Promise<ErasureAnswer | null> {
  const found = await findErasure(core, id.slice(0, 64));
  const [given, wanted] = [Buffer.from(id), Buffer.from(found?.erasure ?? '')];
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? found : null;
}

/**
 * The log shows everybody the erasure's name, beside a pseudonym; the receipt says whose it is.
 * Only who has seen the receipt can ask for it.
 */
function receiptIdOf(erasure: string, receipt: string): string {
  return `${erasure}-${createHash('sha256').update(receipt).digest('hex').slice(0, 32)}`;
}

/** Issues every final receipt whose last epoch root is gone. Returns the erasures that became final. */
export async function finishErasures(core: Core): Promise<readonly string[]> {
  const { places, journal, clock, serviceKey } = core;
  const oldestRoot = (await listEpochRoots(places.roots))[0];
  const done: string[] = [];
  for (const name of await listFolder(places.erasures)) {
    const erasure = name.replace(/\.json$/, '');
    const file = await readJson(pathOf(places.erasures, erasure), fileSchema);
    if (file === null || file.final !== null) continue;
    if (oldestRoot === undefined || oldestRoot <= file.day) continue;
    const { contributor, scope } = readReceipt(file.receipt);
    const final: SignedErasureReceipt = await issueErasureReceipt(
      {
        kind: 'final',
        request: erasure,
        contributor,
        scope,
        finalAt: timeNow(clock),
        epochRootsDestroyed: journal.facts.rootsDestroyed,
      },
      serviceKey,
    );
    if (!journal.facts.finalErasures.has(erasure)) {
      await journal.append([{ v: 1, kind: 'erasureFinal', at: timeNow(clock), erasure }]);
    }
    await writeJsonDurably(pathOf(places.erasures, erasure), { ...file, final });
    done.push(erasure);
  }
  return done;
}

/** Destroys every key that the log says is erased, or that belongs to nobody known. */
export async function reconcileErasures(core: Core): Promise<void> {
  const { places, pseudonyms, journal, devices } = core;
  const { erased } = journal.facts;
  for (const contributor of await listKeyOwners(places.keys)) {
    const pseudonym = await pseudonyms.find(contributor);
    // Only who erased something, or is forgotten, has keys that may have to go.
    if (pseudonym !== null && !erased.has(pseudonym)) continue;
    for await (const file of keyFiles(places.keys, contributor)) {
      if (pseudonym === null || keyIsErased(erased, { ...file, pseudonym })) {
        await destroyKeyFile(places.keys, file);
      }
    }
  }
  for (const name of await listFolder(places.people)) {
    const contributor = name.replace(/\.json$/, '');
    if (!isId('contributor', contributor)) continue;
    const pseudonym = await pseudonyms.find(contributor);
    const own = pseudonym === null ? [] : (erased.get(pseudonym) ?? []);
    const everything = own.some(({ scope }) => scope.kind === 'everything');
    if (everything) {
      await devices.forget(contributor);
      await pseudonyms.shred(contributor);
    }
  }
}

async function countErased(
  { places }: Core,
  { contributor, scope }: DueErasure,
  atMs: number,
): Promise<number> {
  // By any name: nobody else's keys are asked about.
  const pseudonym = contributor;
  const erased = new Map([[pseudonym, [{ scope, atMs }]]]);
  let count = 0;
  for await (const file of keyFiles(places.keys, contributor)) {
    if (keyIsErased(erased, { ...file, pseudonym })) count += 1;
  }
  return count;
}

/** The log says by now what is erased: every key of the contributor is held against that. */
async function destroyErased(core: Core, { contributor, scope }: DueErasure): Promise<void> {
  const { places, devices, pseudonyms, journal } = core;
  const pseudonym = await pseudonyms.find(contributor);
  for await (const file of keyFiles(places.keys, contributor)) {
    // Who has no name in the log any more has erased everything.
    const stands = pseudonym !== null && !keyIsErased(journal.facts.erased, { ...file, pseudonym });
    if (!stands) await destroyKeyFile(places.keys, file);
  }
  if (scope.kind === 'everything') {
    await devices.forget(contributor);
    await pseudonyms.shred(contributor);
  }
}

function pathOf(folder: string, erasure: string): string {
  return join(folder, `${erasure}.json`);
}

/** Our own file, with a receipt that we signed. */
function readReceipt(jws: string): Pick<DueErasure, 'contributor' | 'scope'> {
  const payload: unknown = JSON.parse(
    Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'),
  );
  return storedReceipt.parse(payload);
}

const storedReceipt = dueSchema.pick({ contributor: true, scope: true });
