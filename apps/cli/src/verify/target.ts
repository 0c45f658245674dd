/** A running deployment, as far as the probes touch it. Planted failures replace single members. */
import type { SigningKey } from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import type { KeeperStatus } from '@understudy/protocol';
import type { ReadResource } from '@understudy/tlog';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toVerdict, type Verdict } from './control.ts';
import type { Evidence } from './subject.ts';

export type VaultRead = 'grants' | 'status' | 'sessions' | 'segment' | 'reach' | 'releases';

export interface Target {
  /** Whether the keeper would release that, lockdown aside; opens and logs nothing. */
  rehearse(evidence: Evidence): Promise<Verdict>;
  /** The same in earnest: asked only where it must be refused. */
  release(evidence: Evidence): Promise<Verdict>;
  lease(
    key: SigningKey,
    statements: { readonly program: string; readonly receipt: string },
  ): Promise<Verdict>;
  lockdown(order: string): Promise<Verdict>;
  resume(report: string, approvals: readonly string[]): Promise<Verdict>;
  read(what: VaultRead, key: SigningKey | null): Promise<Verdict>;
  putManifest(key: SigningKey, session: string, manifest: string): Promise<Verdict>;
  readonly readLog: ReadResource;
  status(): Promise<KeeperStatus>;
  /** What the vault wrote, where the probes run on its machine. */
  files(): AsyncIterable<{ readonly path: string; readonly bytes: Uint8Array }>;
  readonly hasFiles: boolean;
}

export interface Places {
  readonly vault: string;
  readonly keeper: string;
  readonly vaultHome: string | null;
}

/** Ids that belong to nobody: "missing" must look like "forbidden". */
const nobodys = '01m7yym54fmp6zc00rkk4mh7d9';

export function createTarget({ vault, keeper, vaultHome }: Places): Target {
  const atKeeper = createKeeperClient({ baseUrl: keeper });
  const atVault = (key: SigningKey | null) =>
    createVaultClient({ baseUrl: vault, ...(key === null ? {} : { key }) });
  const read = async (what: VaultRead, key: SigningKey | null): Promise<unknown> => {
    const client = atVault(key);
    switch (what) {
      case 'grants':
        return client.listGrants();
      case 'status':
        return client.status();
      case 'sessions':
        return client.listSessions();
      case 'releases':
        return client.releasesOverTime();
      case 'segment':
        return client.getSegment({ params: { segment: `seg_${nobodys}` } });
      case 'reach':
        return client.listReach({ params: { grant: `grt_${nobodys}` } });
    }
  };
  return {
    rehearse: (evidence) =>
      toVerdict(atKeeper.authorizeReleases({ body: { ...evidence, rehearse: true } })),
    release: (evidence) => toVerdict(atKeeper.authorizeReleases({ body: evidence })),
    lease: (key, body) => toVerdict(createKeeperClient({ baseUrl: keeper, key }).lease({ body })),
    lockdown: (order) => toVerdict(atKeeper.lockdown({ body: { order } })),
    resume: (report, approvals) =>
      toVerdict(atKeeper.resume({ body: { report, approvals: [...approvals] } })),
    read: (what, key) => toVerdict(read(what, key)),
    putManifest: (key, session, manifest) =>
      toVerdict(atVault(key).putManifest({ params: { session }, body: { manifest } })),
    readLog: (path) => atVault(null).readLog(path),
    status: () => atKeeper.status(),
    files: () => filesBelow(vaultHome),
    hasFiles: vaultHome !== null,
  };
}

async function* filesBelow(folder: string | null): AsyncGenerator<{
  readonly path: string;
  readonly bytes: Uint8Array;
}> {
  if (folder === null) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { path, bytes: await readFile(path) };
  }
}
