/**
 * The token by which the companion knows its own pages. Its link carries it behind
 * `#`, which no server sees; the pages keep it by their origin, which counts the port:
 * a cookie of 127.0.0.1 would go to every other server there (RFC 6265 §8.5). It is
 * worth nothing once its companion has ended.
 */
const place = 'understudy-companion-token';

export function takeTokenFromLink(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  localStorage.setItem(place, token);
  history.replaceState(null, '', location.pathname);
}

/** `null`: these pages were not opened from the link. */
export const heldToken = (): string | null => localStorage.getItem(place);
