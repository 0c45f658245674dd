/**
 * Values by their shape where reading is unsure: anything with an at sign, long mixed
 * codes, numbers in which a sign or two may be misread.
 */
import { matchesOf } from '../matches.ts';
import type { Span } from '../span.ts';
import { isRole } from '../text/roles.ts';
import { accountRules } from './account-rules.ts';
import type { LooseRule } from './loose-rule.ts';
import { netForms } from './net-forms.ts';
import { numberForms } from './number-forms.ts';
import { placeForms } from './place-forms.ts';
import { secretForms } from './secret-forms.ts';

export const looseRules: readonly LooseRule[] = [
  ...accountRules,
  ...numberForms,
  ...secretForms,
  ...placeForms,
  ...netForms,
];

/** `ann@build-04:~/deploy$`: before a path stands a machine, whose name is nobody's. */
const promptPath = /^: ?[~/]/u;

/** Who is logged in: the account before the sign. */
function promptSpan(prompt: string, start: number): Span[] {
  const account = prompt.slice(0, prompt.search(/[@©®]/u));
  if (account === '') return [];
  const confidence = isRole(account) ? 0.6 : 0.9;
  return [{ start, end: start + account.length, kind: 'handle', rule: 'ocr.prompt', confidence }];
}

export function looseSpans(text: string): Span[] {
  return looseRules.flatMap(({ rule, kind, pattern, needs, holds, isSure }) =>
    needs?.test(text) === false
      ? []
      : matchesOf(pattern, text).flatMap((hit) => {
          if (holds?.(hit[0]) === false) return [];
          const end = hit.index + hit[0].length;
          const isPrompt = rule === 'ocr.at' && promptPath.test(text.slice(end));
          if (isPrompt) return promptSpan(hit[0], hit.index);
          return [
            {
              start: end - (hit.groups?.['value'] ?? hit[0]).length,
              end,
              kind,
              rule,
              confidence: isSure?.(hit[0]) === true ? 0.9 : 0.6,
            },
          ];
        }),
  );
}
