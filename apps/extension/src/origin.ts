/** Origins as programs list them → the browser's match patterns. */

/** Firefox knows no ports in patterns; who asks from another port is refused by the host. */
export function originToPattern(origin: string): string {
  const { protocol, host, hostname } = new URL(origin);
  return `${protocol}//${import.meta.env.FIREFOX ? hostname : host}/*`;
}
