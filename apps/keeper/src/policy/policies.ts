/** The policy files of `policies/`, as text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', 'policies');

/** All `.cedar` files, one after the other. */
export function readPolicies(): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.cedar'));
  return names
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

export function readPolicySchema(): string {
  return readFileSync(join(folder, 'understudy.cedarschema'), 'utf8');
}
