/** The browser's own prompt for a program's sites: what is not granted there can never be recorded. */
import type { Tier } from '@understudy/base';
import { ProtocolError, type CompanionProgram } from '@understudy/protocol';
import { originToPattern } from '../origin.ts';

/**
 * What recording the program up to a tier needs of the browser, and no more.
 * Pictures of a tab are given with all sites only; which files a site gave is
 * no movement of the pointer.
 */
export function programToPermissions(
  { apps }: Pick<CompanionProgram, 'apps'>,
  tier: Tier,
): { readonly origins: string[]; readonly permissions: 'downloads'[] } {
  const sites = apps.flatMap(({ origins }) => origins ?? []).map(originToPattern);
  return {
    origins: [
      ...new Set([...sites, ...(tier === 'screen' && sites.length > 0 ? ['<all_urls>'] : [])]),
    ],
    permissions: tier === 'motion' ? [] : ['downloads'],
  };
}

/** Asks where it was not granted yet; in the press of a button. @throws ProtocolError `notAllowed` */
export async function permitProgram(program: CompanionProgram, tier: Tier): Promise<void> {
  const { origins, permissions } = programToPermissions(program, tier);
  if (origins.length === 0) {
    throw new ProtocolError({
      code: 'notAllowed',
      message: `${program.title} lists no sites, so a browser can record nothing of it.`,
      remedy: 'Record it with the desktop recorder.',
    });
  }
  if (await chrome.permissions.request({ origins, permissions })) return;
  throw new ProtocolError({
    code: 'notAllowed',
    message: 'You did not allow the browser to show these sites to Understudy.',
    remedy: 'Press the button again and allow it, or leave it: nothing is recorded.',
  });
}
