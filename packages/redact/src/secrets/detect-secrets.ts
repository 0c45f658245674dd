/** Families of credentials in a text: one search for all their words and heads decides which patterns are tried. */
import type { Span } from '../span.ts';
import { secretFamilies, type SecretFamily } from './families.ts';
import { templateToPattern } from './template.ts';

interface CompiledFamily {
  readonly family: string;
  readonly pattern: RegExp;
}

/** Between a label and its value: the rest of the name, then what assigns. */
const assignment = String.raw`[\w .-]{0,24}["'\u0060]?[ \t]{0,4}(?:=>|:=|\|\||[:=,(>])[ \t=>]{0,4}["'\u0060=]{0,2}[ \t]{0,4}["'\u0060]?`;

function compile({ family, forms, labels, values }: SecretFamily): CompiledFamily[] {
  if (forms !== undefined) {
    return forms.map((form) => ({
      family,
      pattern: new RegExp(
        `(?<![A-Za-z0-9_-])(?<value>${templateToPattern(form)}={0,2})(?![A-Za-z0-9_-])`,
        'gu',
      ),
    }));
  }
  const label = (labels ?? []).map((word) => RegExp.escape(word)).join('|');
  return (values ?? []).map((value) => ({
    family,
    pattern: new RegExp(
      `(?:${label})${assignment}(?<value>${templateToPattern(value)}={0,2})(?![A-Za-z0-9_-])`,
      'giu',
    ),
  }));
}

/** The letters that a form begins with, by which it is looked for. */
function headsOf({ forms, labels }: SecretFamily): string[] {
  if (labels !== undefined) return labels.map((label) => label.toLowerCase());
  return (forms ?? []).flatMap((form) => {
    const choices = /^\(([^()]+)\)/u.exec(form);
    if (choices?.[1] !== undefined)
      return choices[1].split('|').map((choice) => choice.toLowerCase());
    return [form.split(/[{(]/u, 1)[0]?.toLowerCase() ?? ''];
  });
}

const byHead = new Map<string, CompiledFamily[]>();
/** Forms that begin with what may be anything. */
const headless: CompiledFamily[] = [];
for (const family of secretFamilies) {
  const compiled = compile(family);
  const heads = new Set(headsOf(family));
  for (const head of heads) {
    if (head.length < 2) headless.push(...compiled);
    else byHead.set(head, [...(byHead.get(head) ?? []), ...compiled]);
  }
}
const anyHead = new RegExp(
  [...byHead.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((head) => RegExp.escape(head))
    .join('|'),
  'giu',
);
/** Every family's value has such a stretch. */
const codeLike = /[A-Za-z0-9_+/.-]{8}|\.(?:p12|pfx)\b/u;

export function spansOfSecrets(text: string): Span[] {
  if (!codeLike.test(text)) return [];
  const wanted = new Set<CompiledFamily>(/[\w-]{20}|\d:A/u.test(text) ? headless : []);
  for (const [head] of text.matchAll(anyHead)) {
    // A longer head may hide a shorter one that begins at the same place.
    for (const [other, families] of byHead)
      if (head.toLowerCase().startsWith(other)) for (const family of families) wanted.add(family);
  }
  if (/\.(?:p12|pfx)\b/u.test(text)) for (const family of headless) wanted.add(family);
  return [...wanted].flatMap(({ family, pattern }) =>
    Array.from(text.matchAll(pattern)).flatMap((hit) => {
      const value = hit.groups?.['value'] ?? '';
      // A value without a digit is a word.
      if (
        family === 'hashicorp-tf-password'
          ? value.length < 8
          : !/\d|\./u.test(value) && value.length < 24
      )
        return [];
      const start = hit.index + hit[0].length - value.length;
      return [
        {
          start,
          end: start + value.length,
          kind: 'secret' as const,
          rule: `secret.${family}`,
          confidence: 0.98,
        },
      ];
    }),
  );
}
