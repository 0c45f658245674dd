/** How an error is told: where nobody has a command line at hand, pages tell it otherwise. */
import { errorToLine } from '@understudy/base';
import { createContext } from 'react';

export const ErrorWords = createContext<(error: unknown) => string>(errorToLine);
