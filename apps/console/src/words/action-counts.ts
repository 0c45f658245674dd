import { strings } from '../strings/strings.ts';

/** 12 clicks, 3 typed texts. */
export function actionCountsToWords(
  counts: readonly { readonly kind: string; readonly count: number }[],
): string {
  return counts
    .map(({ kind, count }) => strings.actions[kind]?.(count) ?? `${count} ${kind}`)
    .join(', ');
}
