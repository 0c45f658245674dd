/** What is due by the clock. Needs an open keyring; a sealed keeper catches up when it is unsealed. */
import { timeNow, type Core } from './core.ts';

/** Re-wraps every key under today's root and destroys the roots that are past their retention. */
export async function maintain(core: Core, retentionDays: number): Promise<void> {
  const { lock, journal, clock } = core;
  if (lock.state().seal !== 'open') return;
  const destroyed = await lock.requireOpen().rotate(retentionDays);
  if (destroyed.length === 0) return;
  await journal.append(
    destroyed.map((day) => ({ v: 1, kind: 'rootDestroyed', at: timeNow(clock), day }) as const),
  );
}
