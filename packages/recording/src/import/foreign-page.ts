/** The address of a page as a recording has it: scheme, host and path, nothing more. */
export function pageAddress(href: string): string | null {
  const url = URL.canParse(href) ? new URL(href) : null;
  return url === null ? null : `${url.protocol}//${url.host}${url.pathname}`;
}
