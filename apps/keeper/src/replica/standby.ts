/**
 * A replica that can take its primary's place, at a person's word: it asks the primary by the fence
 * to let go, takes the log's lock, and opens as a primary does: sealed, and what the log and the
 * guard say is in force. Until it holds the lock it is none.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { TlogError } from '@understudy/tlog';
import { timeNow } from '../core.ts';
import { KeeperError } from '../error.ts';
import { openKeeper, type Keeper } from '../keeper.ts';
import { takeFence } from '../store/fence.ts';
import { placesOf } from '../store/places.ts';
import { openReplica, type ReplicaSeams } from './replica.ts';

/** Well within what a caller waits, however long a try takes on a busy machine. */
const patienceMs = 10_000;
const tryEveryMs = 100;

type Running = Omit<Keeper, 'core' | 'term'>;

/** @throws KeeperError wrongState (not set up), damaged */
export async function openStandby(
  home: string,
  seams: Omit<ReplicaSeams, 'promote'>,
): Promise<Running> {
  const takePlace = async (): Promise<{ readonly term: number }> => {
    await running.close();
    try {
      const { keeper, term } = await openSuccessor(home, seams);
      running = keeper;
      return { term };
    } catch (error) {
      running = await openReplica(home, { ...seams, promote });
      throw error;
    }
  };
  let promoting: Promise<{ readonly term: number }> | null = null;
  // Asked twice it is one promotion: the second would fence the first, and take its place here.
  const promote = (): Promise<{ readonly term: number }> => {
    promoting ??= takePlace().catch((error: unknown) => {
      promoting = null;
      throw error;
    });
    return promoting;
  };
  let running: Running = await openReplica(home, { ...seams, promote });
  return {
    service: { answer: (request, remote) => running.service.answer(request, remote) },
    stateName: () => running.stateName(),
    maintain: () => running.maintain(),
    close: async () => {
      await promoting?.catch(() => undefined);
      await running.close();
    },
  };
}

/** @throws KeeperError inUse where the primary does not let go */
async function openSuccessor(home: string, seams: Omit<ReplicaSeams, 'promote'>) {
  const { clock, random, build } = seams;
  const { fence } = placesOf(home);
  (await takeFence(fence, random)).stop();
  const untilNs = clock.monotonicNs() + BigInt(patienceMs) * 1_000_000n;
  while (clock.monotonicNs() < untilNs) {
    try {
      const keeper = await openKeeper(home, {
        clock,
        random,
        ...(build === undefined ? {} : { build }),
      });
      return { keeper, term: await logPromotion(keeper) };
    } catch (error) {
      if (!(error instanceof TlogError) || error.code !== 'inUse') throw error;
      await wait(tryEveryMs);
    }
  }
  throw new KeeperError({
    code: 'inUse',
    message: 'The primary was told to stop, and still holds the log.',
    remedy: 'End its process, or its machine, then promote again.',
  });
}

/** A primary that could not say so in its log is none: it lets go again. */
async function logPromotion(keeper: Keeper): Promise<number> {
  const { term, core } = keeper;
  const { epoch } = core.lock.state();
  try {
    await core.journal.append([{ v: 1, kind: 'promotion', at: timeNow(core.clock), epoch, term }]);
    return term;
  } catch (error) {
    await keeper.close();
    throw error;
  }
}
