/**
 * Erasure: this device's keys and files go first and for good, then vault and
 * keeper are told, and their signed receipts are kept and checked.
 */
import {
  erasureRequestToSha256,
  requestErasure,
  verifyErasureReceipt,
  verifyErasureRequest,
  type ErasureRequest,
  type ErasureScope,
} from '@understudy/consent';
import { sha256Hex } from '@understudy/protocol';
import { CompanionError } from './error.ts';
import { destroyFile, listFolder, readTextIfThere, removeFile, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { destroyIndexes } from './index-file.ts';
import { destroyIdentity, destroyOwnIdentity, listIdentities, openDevice } from './identity.ts';
import { writeJournal } from './journal.ts';
import { readJoin } from './join.ts';
import { listPending, queue } from './outbox.ts';
import { enrolAtVault, type Servers } from './servers.ts';
import type { SessionState } from './session-state.ts';
import { listSessions, withSessionLock } from './sessions.ts';

export interface ErasureRow {
  readonly name: string;
  readonly request: ErasureRequest;
  readonly signed: string;
  readonly receipt: string | null;
  readonly final: string | null;
  readonly finalAt: string | null;
}

/** Told how many of the scope's segments are destroyed. */
type OnProgress = (done: number, total: number) => void;

/** Destroys what is here and queues the request. Nothing brings it back. */
export async function eraseLocally(
  home: Home,
  scope: ErasureScope,
  onProgress: OnProgress = () => {},
): Promise<string> {
  const { contributor, device, key } = await openDevice(home);
  const signed = await requestErasure({ contributor, device, scope }, key, home.clock);
  const name = erasureRequestToSha256(signed).slice(0, 32);
  // On the disk before anything is destroyed: an interrupted erasure is finished by the next start.
  await writeFileAtomic(paths.erasure(home, name, 'request'), signed);
  await queue(home, { kind: 'erasure', name });
  await destroyScope(home, scope, onProgress);
  return name;
}

/** What an interrupted erasure left is destroyed now. */
export async function finishErasures(home: Home): Promise<void> {
  for (const pending of await listPending(home)) {
    if (pending.kind !== 'erasure') continue;
    const row = (await listErasures(home)).find(({ name }) => name === pending.name);
    if (row !== undefined) await destroyScope(home, row.request.scope);
  }
}

async function destroyScope(
  home: Home,
  scope: ErasureScope,
  onProgress: OnProgress = () => {},
): Promise<void> {
  const programs = await listIdentities(home);
  const gone =
    scope.kind === 'everything'
      ? programs
      : scope.kind === 'program'
        ? programs.filter((program) => program === scope.program)
        : [];
  for (const program of gone) await destroyIdentity(home, program);
  if (scope.kind === 'everything') {
    await destroyFile(paths.rules(home));
    await destroyOwnIdentity(home);
    // Signed before: the keeper takes no such enrolment again.
    await removeFile(paths.enrolment(home));
  }
  // An archive that waits to be fetched may hold any session.
  for (const name of await listFolder(paths.takeouts(home))) {
    await destroyFile(`${paths.takeouts(home)}/${name}`);
  }
  const failures: unknown[] = [];
  const states = (await listSessions(home)).filter(
    (state) => isInScope(state, scope) && state.status.kind !== 'erased',
  );
  const total = states.reduce((sum, { segments }) => sum + segments.length, 0);
  let done = 0;
  for (const state of states) {
    const erasing = withSessionLock(home, state.session, async () => {
      for (const name of await listFolder(paths.segments(home, state.session))) {
        await destroyFile(`${paths.segments(home, state.session)}/${name}`);
        done += 1;
        onProgress(done, Math.max(done, total));
      }
      await destroyIndexes(home, { session: state.session, segments: [] });
      await removeFile(paths.manifest(home, state.session));
      await writeJournal(home, state.session, { kind: 'erased' });
    });
    // One that another program holds keeps none of the others.
    await erasing.catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

function isInScope(state: SessionState, scope: ErasureScope): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'program':
      return state.program === scope.program;
    case 'sessions':
      return scope.sessions.includes(state.session);
    case 'range':
      return state.startedAt >= scope.from && state.startedAt < scope.until;
  }
}

/** Vault and keeper both, and what is still here; the keeper's receipt is the one that counts. */
export async function deliverErasure(home: Home, servers: Servers, name: string): Promise<void> {
  const row = (await listErasures(home)).find((held) => held.name === name);
  if (row === undefined) return;
  const body = { request: row.signed };
  const atVault = eraseAtVault(home, servers, row);
  const atKeeper = servers.keeper.erase({ body });
  // What another program held when it was asked for is destroyed now, or it stays queued.
  const atHome = destroyScope(home, row.request.scope);
  const [vault, keeper, here] = await Promise.allSettled([atVault, atKeeper, atHome]);
  if (keeper.status === 'rejected') throw keeper.reason;
  await keepReceipt(home, servers, name, keeper.value.receipt, 'receipt');
  await writeFileAtomic(erasureIdPath(home, name), keeper.value.erasure);
  if (vault.status === 'rejected') throw vault.reason;
  if (here.status === 'rejected') throw here.reason;
}

/**
 * A vault that nothing was delivered to yet has to know the device to believe it; then it refuses
 * what another device still holds. After an erasure of everything there is nothing left to enrol.
 */
async function eraseAtVault(home: Home, servers: Servers, row: ErasureRow): Promise<unknown> {
  if (row.request.scope.kind !== 'everything') await enrolAtVault(home, servers);
  return servers.vault.erase({ body: { request: row.signed } });
}

/** Asks for the second receipt, which exists once the last epoch root is gone. */
export async function refreshErasure(home: Home, servers: Servers, name: string): Promise<void> {
  const erasure = await readTextIfThere(erasureIdPath(home, name));
  if (erasure === null || (await readTextIfThere(paths.erasure(home, name, 'final'))) !== null) {
    return;
  }
  const { final } = await servers.keeper.erasure({ params: { erasure } });
  if (final !== null) await keepReceipt(home, servers, name, final, 'final');
}

async function keepReceipt(
  home: Home,
  { join }: Servers,
  name: string,
  jws: string,
  part: 'receipt' | 'final',
): Promise<void> {
  const receipt = await verifyErasureReceipt(jws, join.keeperKeys);
  const request = (await readTextIfThere(paths.erasure(home, name, 'request'))) ?? '';
  if (receipt.request !== sha256Hex(new TextEncoder().encode(request))) {
    throw new CompanionError({
      code: 'badHome',
      message: 'The keeper answered the erasure with a receipt for another request.',
      remedy: 'Ask your operator; the receipt was not kept.',
    });
  }
  await writeFileAtomic(paths.erasure(home, name, part), jws);
}

export async function listErasures(home: Home): Promise<readonly ErasureRow[]> {
  const { contributor, device, key } = await openDevice(home);
  const known = { contributor, device, publicJwk: key.publicJwk };
  const rows: ErasureRow[] = [];
  for (const file of await listFolder(paths.erasures(home))) {
    const name = /^(.+)\.request\.jws$/.exec(file)?.[1];
    const signed =
      name === undefined ? null : await readTextIfThere(paths.erasure(home, name, 'request'));
    if (name === undefined || signed === null) continue;
    const receipt = await readTextIfThere(paths.erasure(home, name, 'receipt'));
    rows.push({
      name,
      request: await verifyErasureRequest(signed, [known], home.clock.nowMs()),
      signed,
      receipt,
      final: await readTextIfThere(paths.erasure(home, name, 'final')),
      finalAt: receipt === null ? null : await finalDueAt(home, receipt),
    });
  }
  return rows;
}

async function finalDueAt(home: Home, jws: string): Promise<string | null> {
  const receipt = await verifyErasureReceipt(jws, (await readJoin(home)).keeperKeys);
  return receipt.kind === 'atOnce' ? receipt.finalDueAt : receipt.finalAt;
}

function erasureIdPath(home: Home, name: string): string {
  return `${paths.erasures(home)}/${name}.id`;
}
