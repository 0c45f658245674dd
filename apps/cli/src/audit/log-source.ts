/** Where an audit reads the log and whom it believes: from the options, else from what this home joined. */
import { parseLogTrust, type LogKeys } from './log-trust.ts';
import { readJoin } from '@understudy/companion';
import { createVaultClient } from '@understudy/courier';
import { UnderstudyError } from '@understudy/base';
import {
  readFileStorage,
  readLogResource,
  type LogTrust,
  type ReadResource,
} from '@understudy/tlog';
import { ownHome } from '../own-home.ts';
import type { VerbContext } from '../verb.ts';

class LogSourceError extends UnderstudyError<'logUnknown'> {}

export interface LogOptions {
  /** A folder with the log's files. */
  readonly log?: string;
  readonly vault?: string;
  readonly logKey?: string;
  readonly witness?: string[];
}

export interface LogSource {
  readonly read: ReadResource;
  readonly trust: LogTrust;
}

export async function openLogSource(context: VerbContext, options: LogOptions): Promise<LogSource> {
  const needsJoin =
    options.logKey === undefined || (options.vault === undefined && options.log === undefined);
  const join = needsJoin ? await readJoin(await ownHome(context)) : null;
  const keys: LogKeys = {
    logKey: options.logKey ?? join?.logKey ?? refuseUnknownKey(),
    witnessKeys: options.witness ?? join?.witnessKeys ?? [],
  };
  const trust = parseLogTrust(keys);
  if (options.log !== undefined) {
    const storage = readFileStorage(options.log);
    return { trust, read: (path) => readLogResource(storage, path) };
  }
  const client = createVaultClient({ baseUrl: options.vault ?? join?.vault ?? '' });
  return { trust, read: (path) => client.readLog(path) };
}

function refuseUnknownKey(): never {
  throw new LogSourceError({
    code: 'logUnknown',
    message: 'Nothing says which key signs the log.',
    remedy:
      'Give --log-key; the operator’s join.json names it, and so does `understudy keeper init`.',
  });
}
