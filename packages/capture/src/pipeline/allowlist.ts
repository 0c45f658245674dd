/**
 * The program's list → what of the desktop may be taken. Default is no: an
 * app that is not told, a page whose address is not told, a private window.
 */
import type { AllowedApp } from '@understudy/consent';
import type { DropReason } from '@understudy/base';
import type { DesktopWindow, WindowStructure } from '../ports.ts';

export type Verdict =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'refused';
      readonly reason: Extract<DropReason, 'notAllowed' | 'privateWindow'>;
    };

export const allowed: Verdict = { kind: 'allowed' };
export const notAllowed: Verdict = { kind: 'refused', reason: 'notAllowed' };
const privateWindow: Verdict = { kind: 'refused', reason: 'privateWindow' };

/** What of a window's structure decides: read afresh, or null where it has none. */
export type PageFacts = Pick<WindowStructure, 'url' | 'isPrivate'>;

/** Never taken, whatever a program lists: password managers, lock and login screens. */
const neverAllowed =
  /keepass|bitwarden|1password|lastpass|dashlane|enpass|seahorse|kwalletmanager|gnome-keyring|pinentry|polkit|i3lock|xscreensaver|gdm|lightdm|sddm/;

export function judgeWindow(
  window: Pick<DesktopWindow, 'app'>,
  apps: readonly AllowedApp[],
  page: PageFacts | null,
): Verdict {
  const app = window.app.toLowerCase();
  if (app === '' || neverAllowed.test(app)) return notAllowed;
  if (page?.isPrivate === true) return privateWindow;
  const entries = apps.filter((entry) => entry.app.toLowerCase() === app);
  const listed = entries.some((entry) => {
    switch (entry.kind) {
      case 'app':
        return true;
      case 'sites':
        return isOriginListed(page?.url ?? null, entry.origins);
    }
  });
  return listed ? allowed : notAllowed;
}

/** Whether any entry for the app asks for sites: then its page must be known to judge it. */
export function needsPage(app: string, apps: readonly AllowedApp[]): boolean {
  return apps.some((entry) => entry.kind === 'sites' && entry.app.toLowerCase() === app);
}

/** Origins are compared whole: scheme, host and port. */
function isOriginListed(url: string | null, origins: readonly string[]): boolean {
  const origin = urlToOrigin(url);
  return origin !== null && origins.some((listed) => urlToOrigin(listed) === origin);
}

function urlToOrigin(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { origin } = new URL(url);
  // Opaque origins (file:, data:, about:) are no site and equal none.
  return origin === 'null' ? null : origin;
}

/** Scheme, host, port and path: the rest of an address is never kept. */
export function urlToPageUrl(url: string): string {
  if (!URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  return origin === 'null' ? '' : origin + pathname;
}
