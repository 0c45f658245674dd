/**
 * A credential's documented format, written once: `ghp_{a36}` is the pattern,
 * and tests make their samples from it as well.
 *
 * `{a36}` 36 letters or digits, `{a20-40}` 20 to 40. Classes: a letters and digits,
 * l lower case and digits, u upper case and digits, z letters, h hexadecimal,
 * d digits, w letters, digits, `_` and `-`, b base64, p printable but quotes.
 * `{uuid}` a UUID. `(x|y)` one of two literal texts.
 */
import { matchesOf } from '../matches.ts';

const classes: Readonly<Record<string, { readonly set: string; readonly sample: string }>> = {
  a: { set: 'A-Za-z0-9', sample: 'q7Zr2XkW9bT4nV6cM1dF8hS5jY3pE0uLgA' },
  l: { set: 'a-z0-9', sample: 'q7zr2xkw9bt4nv6cm1df8hs5jy3pe0ulga' },
  u: { set: 'A-Z0-9', sample: 'Q7ZR2XKW9BT4NV6CM2DF8HS5JY3PE4ULGA' },
  z: { set: 'A-Za-z', sample: 'qGzrBxkWnbTtnVscMydFchSvjYtpEnuLgA' },
  h: { set: 'a-fA-F0-9', sample: 'a7f3029bd6e1c84a5b90f2d7e3c6184b' },
  d: { set: '0-9', sample: '729405816372849501637284' },
  w: { set: 'A-Za-z0-9_-', sample: 'q7Zr_2XkW9b-T4nV6cM1dF8hS5jY3pE0uLg' },
  b: { set: 'A-Za-z0-9+/', sample: 'q7Zr2XkW+9bT4nV6cM1dF8hS/5jY3pE0uLg' },
  p: { set: '^\\s"\'`<>', sample: 'q7Z!r2X#kW9b.T4n*V6c%M1d^F8h' },
};

const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const part =
  /\{(?<name>uuid)\}|\{(?<kind>[alzuhdwbp])(?<least>\d+)(?:-(?<most>\d+))?\}|\((?<choices>[^()]+)\)/gu;

export function templateToPattern(template: string): string {
  let pattern = '';
  let from = 0;
  for (const hit of matchesOf(part, template)) {
    pattern += RegExp.escape(template.slice(from, hit.index));
    from = hit.index + hit[0].length;
    const { name, kind, least, most, choices } = hit.groups ?? {};
    if (name !== undefined) pattern += uuid;
    else if (choices !== undefined)
      pattern += `(?:${choices
        .split('|')
        .map((choice) => RegExp.escape(choice))
        .join('|')})`;
    else
      pattern += `[${classes[kind ?? 'a']?.set ?? ''}]{${least ?? '1'}${most === undefined ? '' : `,${most}`}}`;
  }
  return pattern + RegExp.escape(template.slice(from));
}

/** A text of the template's form: the same each time, random in looks. */
export function templateToSample(template: string): string {
  return template.replace(part, (...found) => {
    const groups: Readonly<Record<string, string | undefined>> = found.at(-1);
    if (groups['name'] !== undefined) return '3f2b8c1d-94a7-4e60-b5d2-7c18e09fa643';
    if (groups['choices'] !== undefined) return groups['choices'].split('|')[0] ?? '';
    const sample = classes[groups['kind'] ?? 'a']?.sample ?? '';
    return sample.repeat(20).slice(0, Number(groups['least']));
  });
}
