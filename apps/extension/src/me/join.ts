/** The operator's join.json → the host; the browser asks whether its servers may be reached. */
import { z } from 'zod';
import { wakeHostFromPage } from './call-host.ts';
import { originToPattern } from '../origin.ts';
import { sendToHost } from '../own-channel.ts';
import { joinAnswerSchema } from '../own-messages.ts';

const address = z.url({ protocol: /^https?$/ });
/** `keeper` may be several addresses, separated by commas. */
const serversSchema = z.looseObject({
  vault: address,
  keeper: z
    .string()
    .transform((addresses) => addresses.split(','))
    .pipe(z.array(address)),
});

/** Of all servers that a join file names, as the browser is asked for them; null: it is none. */
export function joinToPatterns(text: string): string[] | null {
  const servers = serversSchema.safeParse(parseJson(text));
  if (!servers.success) return null;
  const { vault, keeper } = servers.data;
  return [...new Set([vault, ...keeper].map((url) => originToPattern(new URL(url).origin)))];
}

/** What went wrong, in words; null where it has joined. In the press of a button: the browser may prompt. */
export async function join(text: string): Promise<string | null> {
  const origins = joinToPatterns(text);
  if (origins === null) return 'That is no join file. Ask your operator for join.json.';
  if (!(await chrome.permissions.request({ origins }))) {
    return 'You did not allow Understudy to reach these servers, so it cannot join. Press Join again and allow it.';
  }
  await wakeHostFromPage();
  const answer = joinAnswerSchema.safeParse(await sendToHost({ to: 'host', kind: 'join', text }));
  if (!answer.success) return 'The recorder did not answer. Reload this page and try again.';
  return answer.data.kind === 'joined' ? null : answer.data.words;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
