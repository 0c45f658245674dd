/**
 * Where things lie in a keeper's home.
 *
 * `roots/` holds the wrapped epoch roots and the guard file. It is no part of
 * a backup: that is what lets old backups die (docs/operate.md).
 */
import { join } from 'node:path';

export interface Places {
  readonly home: string;
  readonly config: string;
  readonly trust: string;
  readonly settingsTag: string;
  readonly serviceKey: string;
  readonly logKey: string;
  readonly log: string;
  /** The log's facts so far; follows from the log, and may go. */
  readonly snapshot: string;
  readonly keys: string;
  readonly people: string;
  readonly devices: string;
  readonly erasures: string;
  /** Erasures that were begun and have no receipt yet. */
  readonly erasing: string;
  readonly report: string;
  readonly passkeys: string;
  readonly roots: string;
  readonly guard: string;
  readonly fence: string;
}

export function placesOf(home: string): Places {
  return {
    home,
    config: join(home, 'keeper.json'),
    trust: join(home, 'trust.json'),
    settingsTag: join(home, 'settings-tag.json'),
    serviceKey: join(home, 'service-key.json'),
    logKey: join(home, 'log-key.json'),
    log: join(home, 'log'),
    snapshot: join(home, 'snapshot.json'),
    keys: join(home, 'keys'),
    people: join(home, 'people'),
    devices: join(home, 'devices'),
    passkeys: join(home, 'passkeys'),
    erasures: join(home, 'erasures'),
    erasing: join(home, 'erasing'),
    report: join(home, 'control-report.json'),
    roots: join(home, 'roots'),
    guard: join(home, 'roots', 'guard.json'),
    fence: join(home, 'roots', 'fence.json'),
  };
}
