/** The steward's pages. */
export const stewardStrings = {
  nav: { safe: 'Is it safe?' },
} as const;
