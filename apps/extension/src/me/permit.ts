/** The browser's own prompt for a program's sites: what is not granted there can never be recorded. */
import { ProtocolError, type CompanionProgram } from '@understudy/protocol';
import { originToPattern } from '../origin.ts';

/** What the program needs of the browser; pictures of a tab are given with all sites only. */
function programToPatterns({ apps, tiers }: CompanionProgram): string[] {
  const sites = apps.flatMap(({ origins }) => origins ?? []).map(originToPattern);
  return [...new Set([...sites, ...(tiers.includes('screen') ? ['<all_urls>'] : [])])];
}

/** Which files a site gave is no movement of the pointer. */
const programToPermissions = ({ tiers }: CompanionProgram): 'downloads'[] =>
  tiers.some((tier) => tier !== 'motion') ? ['downloads'] : [];

/** Asks where it was not granted yet; in the press of a button. @throws ProtocolError `notAllowed` */
export async function permitProgram(program: CompanionProgram): Promise<void> {
  const origins = programToPatterns(program);
  if (origins.length === 0) {
    throw new ProtocolError({
      code: 'notAllowed',
      message: `${program.title} lists no sites, so a browser can record nothing of it.`,
      remedy: 'Record it with the desktop recorder.',
    });
  }
  const permissions = programToPermissions(program);
  if (await chrome.permissions.request({ origins, permissions })) return;
  throw new ProtocolError({
    code: 'notAllowed',
    message: 'You did not allow the browser to show these sites to Understudy.',
    remedy: 'Press the button again and allow it, or leave it: nothing is recorded.',
  });
}
