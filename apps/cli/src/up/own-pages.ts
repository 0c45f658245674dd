/** The contributor's pages of a development home: the companion, started by its own verb and ended with them. */
import { contributorPart } from '../own-home.ts';
import { runOnce, UpError } from './service-process.ts';

export interface OwnPages {
  readonly url: string;
  stop(): void;
}

export async function openOwnPages(home: string, joinFile: string): Promise<OwnPages> {
  const { url, pid } = await runOnce(['me', '--join', joinFile], contributorPart(home));
  if (typeof url !== 'string' || typeof pid !== 'number') {
    throw new UpError({
      code: 'serviceFailed',
      message: 'The companion did not say where its pages are.',
      remedy: 'Start it by itself with `understudy me`.',
    });
  }
  return {
    url,
    stop: () => {
      try {
        process.kill(pid, 'SIGTERM');
      } catch (error) {
        // ESRCH: its person ended it before.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
    },
  };
}
