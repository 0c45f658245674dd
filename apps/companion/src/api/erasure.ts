/** Erasures as the page "my data" shows them. */
import type { ErasureScope } from '@understudy/consent';
import type { CompanionContract, HandlerAnswerOf, HandlerBodyOf } from '@understudy/protocol';
import type { Companion } from '../companion.ts';
import { CompanionError } from '../error.ts';
import { eraseLocally, listErasures, refreshErasure, type ErasureRow } from '../erasures.ts';

type Row = HandlerAnswerOf<CompanionContract['erase']>;
type Scope = HandlerBodyOf<CompanionContract['erase']>['scope'];

/** This device's keys go at once; vault and keeper are told now where they answer, else later. */
export async function eraseScope(companion: Companion, scope: Scope): Promise<Row> {
  const { wire } = companion.view();
  if (wire.kind !== 'idle' && reaches(scope, wire)) await companion.stop();
  const name = await eraseAsJob(companion, scope);
  const row = (await erasureRows(companion)).find(({ erasure }) => erasure === name);
  if (row !== undefined) return row;
  throw new CompanionError({
    code: 'badHome',
    message: 'The erasure was begun but its request is not in the home.',
    remedy: 'Look into the folder "erasures", then erase again.',
  });
}

/** Whoever asked waits for it; every other page sees how far it is. */
function eraseAsJob(companion: Companion, scope: Scope): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  companion.jobs.start({
    kind: 'erase',
    session: null,
    unit: 'segments',
    work: async (onProgress) => {
      try {
        companion.jobs.dropTakeouts();
        const name = await eraseLocally(companion.home, scope, onProgress);
        await companion.deliver().catch(() => null);
        resolve(name);
      } catch (error) {
        reject(error);
        throw error;
      }
    },
  });
  return promise;
}

function reaches(scope: Scope, running: { session: string; program: string }): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'program':
      return scope.program === running.program;
    case 'sessions':
      return scope.sessions.some((session) => session === running.session);
  }
}

export async function erasureRows(companion: Companion): Promise<Row[]> {
  const { home } = companion;
  const rows = await listErasures(home);
  const due = rows.filter(
    ({ finalAt, final }) =>
      final === null && finalAt !== null && Date.parse(finalAt) <= home.clock.nowMs(),
  );
  if (due.length === 0) return rows.flatMap(toWire);
  const servers = await companion.servers();
  for (const { name } of due) await refreshErasure(home, servers, name).catch(() => null);
  return (await listErasures(home)).flatMap(toWire);
}

function toWire({ name, request, signed, receipt, final, finalAt }: ErasureRow): Row[] {
  const scope = scopeToWire(request.scope);
  if (scope === null) return [];
  return [
    {
      erasure: name,
      scope,
      requestedAt: request.requestedAt,
      state: final !== null ? 'final' : receipt !== null ? 'started' : 'queued',
      finalAt,
      request: signed,
      receipt,
      final,
    },
  ];
}

/** This device never asks for a range of time. */
function scopeToWire(scope: ErasureScope): Scope | null {
  if (scope.kind === 'range') return null;
  return scope.kind === 'sessions' ? { kind: 'sessions', sessions: [...scope.sessions] } : scope;
}
