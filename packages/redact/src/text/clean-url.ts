/** A URL → scheme, host, port and path; query, fragment and user info always go (issue 3, item 1). */

export function stripUrl(url: string): string {
  try {
    const { protocol, host, pathname, origin } = new URL(url);
    // Opaque origins (file:, data:, about:, blob:) may hold content in what looks like a path.
    if (origin === 'null' && protocol !== 'file:') return protocol;
    return `${protocol}//${host}${pathname}`;
  } catch {
    return '';
  }
}

/**
 * The origin is on the program's public list of sites, so it stands: a port of five
 * digits would else pass for a postcode, and the site for another one.
 */
export function splitOrigin(stripped: string): { readonly origin: string; readonly rest: string } {
  const origin = /^https?:\/\/[^/]*/.exec(stripped)?.[0] ?? '';
  return { origin, rest: stripped.slice(origin.length) };
}

/** Escapes decoded, so that a detector sees what a reader would. */
export function decodeUrl(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
