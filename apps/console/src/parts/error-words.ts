/** How an error is told: where nobody has a command line at hand, pages tell it otherwise. */
import { createContext } from 'react';
import { errorToWords } from '../words/error-words.ts';

export const ErrorWords = createContext<(error: unknown) => string>(errorToWords);
