/** What a role may read of the vault, tried out: everything in its list, and nothing else. */
import type { SigningKey } from '@understudy/consent';
import { mustAllow, mustRefuse } from './control.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

const vaultReads = [
  'grants',
  'status',
  'sessions',
  'segment',
  'upload',
  'notices',
  'catalogue',
  'datasets',
  'releases',
  'release',
  'reach',
] as const;
export type VaultRead = (typeof vaultReads)[number];

/** The segment asked for is the canary's, which is there; the device's own is that of its role. */
export async function probeReads(
  target: Target,
  subject: Subject,
  who: string,
  key: SigningKey | null,
  allowed: readonly VaultRead[],
): Promise<void> {
  const { segment } = await subject.uploadCanary();
  for (const what of vaultReads) {
    const verdict = target.read(what, key, segment);
    await (allowed.includes(what)
      ? mustAllow(`${what}, for ${who}`, verdict)
      : mustRefuse(`${what}, for ${who}`, verdict));
  }
}
