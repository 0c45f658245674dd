/**
 * All matches of a pattern in a text. `matchAll` makes a pattern of its own at each call, which V8
 * compiles anew when it was not asked for during two collections of garbage: where pictures are
 * looked at now and then, that is each time, and the rules take longer to compile than to look.
 */

/** @param pattern global @returns in order */
export function matchesOf(pattern: RegExp, text: string): RegExpExecArray[] {
  if (!pattern.global) throw new TypeError('Without its flag g a pattern finds the first alone.');
  const hits: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let hit = pattern.exec(text); hit !== null; hit = pattern.exec(text)) {
    hits.push(hit);
    if (hit[0] === '')
      pattern.lastIndex += (text.codePointAt(pattern.lastIndex) ?? 0) > 0xffff ? 2 : 1;
  }
  return hits;
}
