/**
 * The sign that ends a made-up number: what tells it from other numbers of the same
 * reserved range, which anybody may write as an example, and which are values like any other.
 */
const weights = [3, 7, 1] as const;

function sumOf(signs: string): number {
  let sum = 4;
  for (const [index, sign] of Array.from(signs.toLowerCase()).entries())
    sum += Number.parseInt(sign, 36) * (weights[index % weights.length] ?? 1);
  return sum;
}

/** @param signs ASCII letters and digits. */
export function checkDigit(signs: string): string {
  return String(sumOf(signs) % 10);
}

export function checkLetter(signs: string): string {
  return String.fromCharCode(97 + (sumOf(signs) % 26));
}

/**
 * So many of its last signs are checks in a number of `length` signs: many accounts begin with
 * zeros, and of these one in ten has one right by chance; a short one needs its signs to be told from others.
 */
export function checksOf(length: number): number {
  if (length < 8) return 1;
  return length < 10 ? 2 : 3;
}

/** Whether each of the last signs, as many as its length asks, is the check of those before it. */
export function isCheckedThrough(signs: string): boolean {
  const [most, checks] = [signs.length, checksOf(signs.length)];
  for (let length = most; length > most - checks; length -= 1)
    if (!isChecked(signs.slice(0, length))) return false;
  return true;
}

/** Whether the last sign is the check of those before it. */
export function isChecked(signs: string): boolean {
  const head = signs.slice(0, -1);
  const last = signs.slice(-1).toLowerCase();
  return last === checkDigit(head) || last === checkLetter(head);
}
