/** Families of credentials → rules: one for each form that an issuer documents. */
import type { PatternRule } from '../text/rule.ts';
import { secretFamilies, type SecretFamily } from './families.ts';
import { templateToPattern } from './template.ts';

/** Between a label and its value: the rest of the name, then what assigns. */
const assignment = String.raw`[\w .-]{0,24}["'\u0060]?[ \t]{0,4}(?:=>|:=|\|\||[:=,(>])[ \t=>]{0,4}["'\u0060=]{0,2}[ \t]{0,4}["'\u0060]?`;

function patternsOf({ forms, labels, values }: SecretFamily): RegExp[] {
  if (forms !== undefined) {
    return forms.map(
      (form) =>
        new RegExp(
          `(?<![A-Za-z0-9_-])(?<value>${templateToPattern(form)}={0,2})(?![A-Za-z0-9_-])`,
          'gu',
        ),
    );
  }
  const label = (labels ?? []).map((word) => RegExp.escape(word)).join('|');
  return (values ?? []).map(
    (value) =>
      new RegExp(
        `(?:${label})${assignment}(?<value>${templateToPattern(value)}={0,2})(?![A-Za-z0-9_-])`,
        'giu',
      ),
  );
}

/** A short value without a digit is a word; passwords may be one. */
const holdsOf =
  (family: string) =>
  (value: string): boolean =>
    family === 'hashicorp-tf-password'
      ? value.length >= 8
      : /\d|\./u.test(value) || value.length >= 24;

export const familyRules: readonly PatternRule[] = secretFamilies.flatMap((family) =>
  patternsOf(family).map((pattern) => ({
    rule: `secret.${family.family}`,
    kind: 'secret' as const,
    pattern,
    confidence: 0.98,
    holds: holdsOf(family.family),
  })),
);
