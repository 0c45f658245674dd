/** Which screens one hand drew, as far as is known: what they share, unseen screens do not have. */

/** "judged-a-checkout.png": the first of the judges. Who drew which of `marked` is not noted: parted by lot. */
export function authorOf(file: string): string {
  const [group = '', hand = ''] = file.split('-');
  if (group === 'judged') return `${group}-${hand}`;
  return group === 'marked' ? `${group}-${lotOf(file)}` : group;
}

const foldCount = 5;
export const folds = Array.from({ length: foldCount }, (_, fold) => fold);

const lotOf = (text: string): number =>
  Array.from(text).reduce((sum, sign) => (31 * sum + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7) %
  foldCount;

/** Authors that are left out together. */
export const foldOf = (author: string): number => lotOf(author);
