/** Credentials: by the label before them, and by forms that only a credential has. */
import type { PatternRule } from './rule.ts';

const isPlainWord = (value: string): boolean =>
  /^(?:true|false|null|none|undefined|required|optional|yes|no|is|must|should|reset|forgot|field|invalid|incorrect|here)$/iu.test(
    value,
  );

export const credentialRules: readonly PatternRule[] = [
  {
    rule: 'secret.privateKey',
    kind: 'secret',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/gu,
    confidence: 0.99,
  },
  {
    rule: 'secret.jwt',
    kind: 'secret',
    pattern: /(?<![\w.-])eyJ[\w-]{8,4000}\.[\w-]{8,8000}(?:\.[\w-]{0,2000})?/gu,
    confidence: 0.99,
  },
  {
    rule: 'secret.connectionString',
    kind: 'secret',
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/]{0,128}:(?<value>[^\s@/]{1,256})@/giu,
    confidence: 0.97,
    needs: 'at',
  },
  {
    rule: 'secret.label',
    kind: 'secret',
    pattern:
      /\b(?:[\w-]{0,40}[_-])?(?:password|passwd|passwort|mot de passe|contrase[ñn]a|passphrase|pwd|pass|secret|token|api[_ -]?key|access[_ -]?key|client[_ -]?secret|auth[_ -]?token|private[_ -]?key|pin|otp|kennwort)\b["'`]{0,2}[ \t]{0,3}(?:[:=]|=>|:=|(?:is|ist|est|es)[ \t])[ \t]{0,3}["'`]{0,2}(?<value>[^\s"'`,;<>]{3,512})/giu,
    confidence: 0.9,
    holds: (value) => !isPlainWord(value),
  },
  {
    rule: 'secret.bearer',
    kind: 'secret',
    pattern: /\b(?:bearer|basic)[ \t]{1,3}(?<value>[A-Za-z0-9._~+/=-]{16,4000})/giu,
    confidence: 0.95,
  },
  {
    rule: 'secret.form',
    kind: 'secret',
    pattern:
      /(?<![\w-])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|xox[abeoprs]-[\w-]{10,250}|sk-[A-Za-z0-9_-]{20,200}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}|AIza[\w-]{35}|SG\.[\w-]{16,32}\.[\w-]{16,64}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,40})(?![\w-])/gu,
    confidence: 0.98,
  },
];
