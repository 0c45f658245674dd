/** The contributor's pages of a development home: the companion, started by its own verb and ended by it. */
import { join } from 'node:path';
import { runOnce, UpError } from './service-process.ts';

export interface OwnPages {
  readonly url: string;
  stop(): Promise<void>;
}

export async function openOwnPages(home: string, joinFile: string): Promise<OwnPages> {
  const own = join(home, 'contributor');
  const { url } = await runOnce(['me', '--join', joinFile], own);
  if (typeof url !== 'string') {
    throw new UpError({
      code: 'serviceFailed',
      message: 'The companion did not say where its pages are.',
      remedy: 'Start it by itself with `understudy me`.',
    });
  }
  return {
    url,
    stop: async () => {
      await runOnce(['me', '--end'], own);
    },
  };
}
