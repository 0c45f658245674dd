/** A control that the browser draws a list or picker for, given what was chosen there. */
import type { Locator } from 'playwright-core';

/** False: what was chosen is not there to be chosen, or was a file, which no recording holds. */
export async function chooseIn(
  control: Locator,
  text: string,
  timeoutMs: number,
): Promise<boolean> {
  const kind = await control.evaluate((element) =>
    element instanceof HTMLInputElement ? element.type : element.localName,
  );
  if (kind === 'file') return false;
  if (kind !== 'select') {
    await control.fill(text, { timeout: timeoutMs });
    return true;
  }
  const labels = await control.evaluate((element) =>
    element instanceof HTMLSelectElement ? Array.from(element.options, ({ label }) => label) : [],
  );
  const wanted = labels.includes(text) ? [text] : text.split(', ');
  if (!wanted.every((label) => labels.includes(label))) return false;
  await control.selectOption(
    wanted.map((label) => ({ label })),
    { timeout: timeoutMs },
  );
  return true;
}
