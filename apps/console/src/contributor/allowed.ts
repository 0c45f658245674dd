/** What a program may record, as its pages name it. */
import type { CompanionProgram } from '@understudy/protocol';
import { inBrowser } from './host.ts';

/** An app by its name, or a browser with its sites. */
export const allowedToWords = ({ app, origins }: CompanionProgram['apps'][number]): string =>
  origins === null ? app : `${app}: ${origins.join(', ')}`;

/** Sites are asked for, and these pages stand on a desktop, where a browser may tell nothing of its page. */
export const needsTellingBrowser = ({ apps }: CompanionProgram): boolean =>
  !inBrowser() && apps.some(({ origins }) => origins !== null);

/** What this recorder can record of a program. */
export const recordedOf = ({ apps }: CompanionProgram): CompanionProgram['apps'] =>
  inBrowser() ? apps.filter(({ origins }) => origins !== null) : apps;
