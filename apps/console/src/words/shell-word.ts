/** A word of a command that is to be pasted into a shell: what others wrote stays one word there (POSIX, 2.2.2). */
export const toShellWord = (word: string): string =>
  /^[\w.:/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
