/** A running deployment, as far as the probes touch it: every answer comes from the real services. */
import type { SigningKey } from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import type { KeeperStatus } from '@understudy/protocol';
import type { ReadResource } from '@understudy/tlog';
import type { VaultPlace } from '@understudy/vault';
import { toVerdict, type Verdict } from './control.ts';
import type { Evidence } from './evidence.ts';
import type { VaultRead } from './reads.ts';

export interface Places {
  readonly vault: string;
  readonly keeper: string;
  /** Where the vault keeps what: given, it is read past the vault, too. */
  readonly vaultPlace: VaultPlace | null;
}

export interface Target {
  readonly vaultPlace: Places['vaultPlace'];
  /** Whether the keeper would release that, lockdown aside; opens and logs nothing. */
  rehearse(evidence: Evidence): Promise<Verdict>;
  /** The same in earnest, which logs: only for what must be refused, or what is synthetic. */
  release(evidence: Evidence): Promise<Verdict>;
  /** Whether the keeper could release anything at all now. */
  mayRelease(): Promise<boolean>;
  lease(
    key: SigningKey,
    statements: { readonly program: string; readonly receipt: string },
  ): Promise<Verdict>;
  lockdown(order: string): Promise<Verdict>;
  resume(report: string, approvals: readonly string[]): Promise<Verdict>;
  resolvePseudonyms(key: SigningKey | null): Promise<Verdict>;
  /** @param segment one that is there */
  read(what: VaultRead, key: SigningKey | null, segment: string): Promise<Verdict>;
  /** The segment as the vault serves it to its contributor. */
  fetchSegment(key: SigningKey, segment: string): Promise<Uint8Array>;
  putManifest(key: SigningKey, session: string, manifest: string): Promise<Verdict>;
  readonly readLog: ReadResource;
  status(): Promise<KeeperStatus>;
}

/** Ids that belong to nobody: "missing" must look like "forbidden". */
const nobodys = '01m7yym54fmp6zc00rkk4mh7d9';

export function createTarget({ vault, keeper, vaultPlace }: Places): Target {
  const atKeeper = createKeeperClient({ baseUrl: keeper });
  const atVault = (key: SigningKey | null) =>
    createVaultClient({ baseUrl: vault, ...(key === null ? {} : { key }) });
  const read = async (
    what: VaultRead,
    key: SigningKey | null,
    segment: string,
  ): Promise<unknown> => {
    const client = atVault(key);
    switch (what) {
      case 'grants':
        return client.listGrants();
      case 'status':
        return client.status();
      case 'sessions':
        return client.listSessions();
      case 'segment':
        return client.getSegment({ params: { segment } });
      case 'upload':
        return client.getUpload({ params: { segment } });
      case 'notices':
        return client.listNotices();
      case 'catalogue':
        return client.catalogue();
      case 'datasets':
        return client.listDatasets();
      case 'releases':
        return client.releasesOverTime();
      case 'release':
        return client.getRelease({ params: { release: `rel_${nobodys}` } });
      case 'reach':
        return client.listReach({ params: { grant: `grt_${nobodys}` } });
    }
  };
  return {
    vaultPlace,
    rehearse: (evidence) =>
      toVerdict(atKeeper.authorizeReleases({ body: { ...evidence, rehearse: true } })),
    release: (evidence) => toVerdict(atKeeper.authorizeReleases({ body: evidence })),
    mayRelease: async () => {
      const { report } = await atKeeper.latestReport();
      return (await atKeeper.status()).state === 'open' && report?.green !== false;
    },
    lease: (key, body) => toVerdict(createKeeperClient({ baseUrl: keeper, key }).lease({ body })),
    lockdown: (order) => toVerdict(atKeeper.lockdown({ body: { order } })),
    resume: (report, approvals) =>
      toVerdict(atKeeper.resume({ body: { report, approvals: [...approvals] } })),
    resolvePseudonyms: (key) =>
      toVerdict(
        createKeeperClient({
          baseUrl: keeper,
          ...(key === null ? {} : { key }),
        }).resolvePseudonyms({ body: { pseudonyms: [] } }),
      ),
    read: (what, key, segment) => toVerdict(read(what, key, segment)),
    fetchSegment: async (key, segment) => {
      const pieces: Uint8Array[] = [];
      for await (const piece of await atVault(key).getSegment({ params: { segment } })) {
        pieces.push(piece);
      }
      return Buffer.concat(pieces);
    },
    putManifest: (key, session, manifest) =>
      toVerdict(atVault(key).putManifest({ params: { session }, body: { manifest } })),
    readLog: (path) => atVault(null).readLog(path),
    status: () => atKeeper.status(),
  };
}
