/**
 * What a person gives on the command line → sessions: paths of recordings, or ids of
 * sessions of their own, which are opened with their own key, in memory.
 */
import { isId, type SessionId } from '@understudy/base';
import { openOwnSession, readSession } from '@understudy/companion';
import {
  DistillError,
  localSources,
  segmentsToSession,
  type SessionSource,
} from '@understudy/distill';
import { existsSync } from 'node:fs';
import { ownHome } from './own-home.ts';
import type { VerbContext } from './verb.ts';

/** @throws CompanionError `sessionUnknown`, and `identityGone` or `segmentBroken` when it is read. */
async function ownSource(session: SessionId, context: VerbContext): Promise<SessionSource> {
  const home = await ownHome(context);
  const state = await readSession(home, session);
  if (state.segments.length === 0) {
    throw new DistillError({
      code: 'reachesNothing',
      message: `Session ${session} holds nothing: it was deleted or erased, or nothing of it was sealed.`,
      remedy: 'List what is there with: understudy sessions',
    });
  }
  return { session, open: () => segmentsToSession(openOwnSession(home, state)) };
}

/** What there is at a path is meant, even where its name could be a session's. */
const isOwnSession = (given: string): given is SessionId =>
  isId('session', given) && !existsSync(given);

export async function givenSources(
  given: readonly string[],
  as: string | undefined,
  context: VerbContext,
): Promise<readonly SessionSource[]> {
  const own: SessionSource[] = [];
  for (const id of given.filter(isOwnSession)) own.push(await ownSource(id, context));
  const paths = given.filter((path) => !isOwnSession(path));
  return [...own, ...(await localSources(paths, as))];
}
