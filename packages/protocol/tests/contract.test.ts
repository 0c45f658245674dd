/** Properties that every route of both contracts has. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keeperRoutes, statusByCode, vaultRoutes, type Route } from '../src/index.ts';

const all: readonly [string, Route][] = [
  ...Object.entries(vaultRoutes).map(([name, route]): [string, Route] => [`vault ${name}`, route]),
  ...Object.entries(keeperRoutes).map(([name, route]): [string, Route] => [
    `keeper ${name}`,
    route,
  ]),
];

describe.each(all)('%s', (_name, route) => {
  test('has a schema that a request can be drawn from', () => {
    const options = { io: 'input', unrepresentable: 'throw' } as const;
    z.toJSONSchema(route.params, options);
    z.toJSONSchema(route.query, options);
    if (route.body.kind === 'json') z.toJSONSchema(route.body.schema, options);
  });

  test('names every parameter of its path in its schema, and no other', () => {
    const named = [...route.path.matchAll(/[:*](\w+)/g)].map((found) => found[1]);
    const schema = z.toJSONSchema(route.params, { io: 'input' });
    expect(Object.keys(schema.properties ?? {})).toEqual(named);
  });

  test('changes nothing by GET', () => {
    if (route.method === 'GET') expect(route.body.kind).toBe('none');
  });
});

test.each([
  ['vault', vaultRoutes],
  ['keeper', keeperRoutes],
])('no two routes of the %s answer at one address', (_name, contract) => {
  const addresses = Object.values<Route>(contract).map(
    ({ method, path }) => `${method} ${path.replaceAll(/[:*]\w+/g, ':')}`,
  );
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('what is missing and what is forbidden have one status, and refusals never look like success', () => {
  expect(statusByCode.notAvailable).toBe(404);
  expect(Object.values(statusByCode).every((status) => status >= 400)).toBe(true);
});
