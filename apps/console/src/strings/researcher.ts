/** The researcher's pages. */
export const researcherStrings = {
  nav: { catalogue: 'What is there' },
} as const;
