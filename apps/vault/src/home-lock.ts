/** One vault process a home: what was seen of nonces and running uploads lives in its memory. */
import { join } from 'node:path';
import { takeLock } from '@understudy/base';
import { VaultError } from './error.ts';

/** What gives the home up again. @throws VaultError inUse */
export async function lockHome(homeDir: string): Promise<() => Promise<void>> {
  const release = await takeLock(join(homeDir, 'lock.sqlite'));
  if (release !== null) return release;
  throw new VaultError({
    code: 'inUse',
    message: `A vault serves the home ${homeDir} already.`,
    remedy: 'Use that one (`understudy status` finds it), or stop it first.',
  });
}
