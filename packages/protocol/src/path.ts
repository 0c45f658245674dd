/** Route path ↔ target: fills `:name` and `*name` with encoded params, and appends the query. */
import type { Route } from './route.ts';

export type Scalars = Readonly<Record<string, string | number | boolean | undefined>>;

/** Path and query as they are sent and signed. */
export function routeToTarget(route: Pick<Route, 'path'>, params: Scalars, query: Scalars): string {
  const path = route.path
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) return encodeURIComponent(String(params[part.slice(1)] ?? ''));
      if (part.startsWith('*')) {
        return String(params[part.slice(1)] ?? '')
          .split('/')
          .map(encodeURIComponent)
          .join('/');
      }
      return part;
    })
    .join('/');
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return path;
  return `${path}?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}
