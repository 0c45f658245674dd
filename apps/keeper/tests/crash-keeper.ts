/**
 * A keeper process that kills itself (SIGKILL) at one step of a release. Run by
 * crash.test.ts: `node crash-keeper.ts HOME STEP`; prints its URL.
 */
import { systemClock, systemRandom } from '@understudy/base';
import { listen, openKeeper } from '../src/index.ts';
import { build } from './world.ts';

const [home = '', step = ''] = process.argv.slice(2);
const dieAt = (here: string): void => {
  if (here === step) process.kill(process.pid, 'SIGKILL');
};

const keeper = await openKeeper(home, { clock: systemClock, random: systemRandom, build });
const { journal, lock } = keeper.core;

const append = journal.append.bind(journal);
journal.append = async (entries) => {
  const release = entries.some(({ kind }) => kind === 'release');
  if (release) dieAt('before the log entry');
  const appending = append(entries);
  if (release) dieAt('while the log entry is written');
  const appended = await appending;
  if (release) dieAt('after the log entry, before the answer');
  return appended;
};

const guard = lock.streams.guard.bind(lock.streams);
lock.streams.guard = (pieces, check) => {
  dieAt('before the first byte');
  const count = async function* (): AsyncGenerator<Uint8Array> {
    let given = 0;
    for await (const piece of pieces) {
      if (given === 1) dieAt('after the first piece');
      if (given === 40) dieAt('in the middle');
      yield piece;
      given += 1;
    }
    dieAt('after the last piece');
  };
  return guard(count(), check);
};

const { url } = await listen(keeper, { host: '127.0.0.1', port: 0, onError: () => {} });
process.stdout.write(`${url}\n`);
