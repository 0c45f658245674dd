/**
 * The letters that an issuer begins its credentials with: of a family's form, what stands
 * before its first free sign. They tell which kind of credential it is, and nothing of the secret.
 */
import { secretFamilies } from './families.ts';

/** `(sk|rk)_{a36}` → `sk_` and `rk_`. */
function prefixesOf(form: string): string[] {
  const [head = ''] = form.split('{', 1);
  const choices = /\((?<options>[^()]+)\)/u.exec(head);
  if (choices === null) return [head];
  return (choices.groups?.['options'] ?? '')
    .split('|')
    .flatMap((option) => prefixesOf(head.replace(choices[0], option)));
}

const prefixes = secretFamilies
  .flatMap(({ forms }) => forms ?? [])
  .flatMap(prefixesOf)
  .filter((prefix) => prefix.length >= 2);

/** Source of a pattern: any of them, the longer first. */
export const issuerPrefix = [...new Set(['eyJ', ...prefixes])]
  .toSorted((a, b) => b.length - a.length)
  .map((prefix) => RegExp.escape(prefix))
  .join('|');
