/** What a program may record, as its pages name it. */
import type { CompanionProgram } from '@understudy/protocol';
import { standsOn } from './host.ts';

/** An app by its name, or a browser with its sites. */
export const allowedToWords = ({ app, origins }: CompanionProgram['apps'][number]): string =>
  origins === null ? app : `${app}: ${origins.join(', ')}`;

/** Sites are asked for, and these pages stand on a desktop, where a browser may tell nothing of its page. */
export const needsTellingBrowser = ({ apps }: CompanionProgram): boolean =>
  standsOn().address === 'path' && apps.some(({ origins }) => origins !== null);
