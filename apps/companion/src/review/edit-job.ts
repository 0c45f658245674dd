/** An edit as a job: refused at once where the session cannot be changed, else followed to its end. */
import type { SessionId } from '@understudy/base';
import type { CompanionJob } from '@understudy/protocol';
import type { Companion } from '../companion.ts';
import { readSession } from '../sessions.ts';
import { requireEditable, type EditOptions } from './edit-session.ts';

/** @throws CompanionError `badEdit`, `sessionUnknown` */
export async function startEdit(
  companion: Companion,
  session: SessionId,
  edit: (options: EditOptions) => Promise<unknown>,
  kind: 'edit' | 'missed' = 'edit',
): Promise<CompanionJob> {
  requireEditable(await readSession(companion.home, session));
  return companion.jobs.start({
    kind,
    session,
    unit: 'segments',
    work: async (onProgress, signal) => {
      await edit({ onProgress, signal });
      await companion.changed(session);
    },
  });
}
