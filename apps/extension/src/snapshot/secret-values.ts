/**
 * What password fields hold, or held before they were emptied or taken out, so
 * that the same text is not told where a page shows it in the open: in another
 * field, at any later time, or as text.
 */
import { textValueOf } from './form-control.ts';

/** A shorter one would be found in words of all kinds. */
const shortestSecret = 4;
const mostFields = 50;

export interface SecretValues {
  /** From now on what the field holds is a secret. */
  add(field: Element): void;
  /** Whether a text holds a secret. */
  isTold(text: string): boolean;
}

export function createSecretValues(): SecretValues {
  /** Field → what it held last, since a page may empty it as it shows the secret elsewhere. */
  const fields = new Map<Element, string>();

  const secretOf = (field: Element, last: string): string => {
    const now = textValueOf(field);
    if (now.length < shortestSecret) return last;
    fields.set(field, now);
    return now;
  };

  return {
    add: (field) => {
      const [oldest] = fields.keys();
      if (fields.size >= mostFields && oldest !== undefined) fields.delete(oldest);
      fields.set(field, textValueOf(field));
    },
    isTold: (text) => {
      if (text.length < shortestSecret) return false;
      for (const [field, last] of fields) {
        const secret = secretOf(field, last);
        if (secret.length >= shortestSecret && text.includes(secret)) return true;
      }
      return false;
    },
  };
}
