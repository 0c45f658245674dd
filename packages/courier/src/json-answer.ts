/** An answer → its JSON, read no further than any honest one goes: who answers may be hostile. */

const mostBytes = 64 * 1024 * 1024;

/** @throws where it is longer, ends early or is no JSON. */
export async function readJson(response: Response): Promise<unknown> {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('The answer is empty.');
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Error(`The answer is longer than ${mostBytes} bytes.`);
    }
    text += decoder.decode(next.value, { stream: true });
  }
  return JSON.parse(text + decoder.decode());
}
