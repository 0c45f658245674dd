/**
 * Ways besides the console by which contributors get their notices, from a
 * steward's own file: the servers know nobody's address. One that fails does
 * not hold up the others.
 */
import {
  errorToLine,
  isId,
  UnderstudyError,
  type ContributorId,
  type IncidentId,
} from '@understudy/base';
import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { noticeTitle } from './notice.ts';

class ChannelError extends UnderstudyError<'badChannels' | 'refused'> {}

const contributor = z.string().refine((id) => isId('contributor', id), 'not a contributor’s id');

const channelsSchema = z.strictObject({
  mail: z
    .strictObject({
      /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
      server: z.string().regex(/^smtps?:\/\//),
      from: z.email(),
      /** Whose address is what; who is not named gets no mail. */
      to: z.record(contributor, z.email()),
    })
    .optional(),
  /** Gets every notice as JSON, to be passed on by what the organisation has. Without a password, which errors would quote. */
  webhook: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^/]+\/\/[^/?#@]*(?:[/?#]|$)/)
    .optional(),
});
export type Channels = z.output<typeof channelsSchema>;

const channelNames = ['mail', 'webhook'] as const;
type ChannelName = (typeof channelNames)[number];

export interface Sent {
  readonly by: readonly ChannelName[];
  readonly failed: readonly { readonly by: ChannelName; readonly why: string }[];
}

/** @throws ChannelError badChannels; the file may hold a password and is not repeated */
export async function readChannels(path: string): Promise<Channels> {
  try {
    return channelsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    throw new ChannelError({
      code: 'badChannels',
      message: `The file ${path} does not say how notices are sent.`,
      remedy: 'Give {"mail": {"server", "from", "to": {CONTRIBUTOR: ADDRESS}}, "webhook": URL}.',
    });
  }
}

export async function sendByChannels(
  channels: Channels,
  incident: IncidentId,
  notice: { readonly contributor: ContributorId; readonly text: string },
): Promise<Sent> {
  const by: ChannelName[] = [];
  const failed: { by: ChannelName; why: string }[] = [];
  for (const name of channelNames) {
    try {
      if (await send[name](channels, notice, incident)) by.push(name);
    } catch (error) {
      failed.push({ by: name, why: errorToLine(error) });
    }
  }
  return { by, failed };
}

/** Whether there was anything to send by it. @throws where it did not take the notice */
type Send = (
  channels: Channels,
  notice: { readonly contributor: ContributorId; readonly text: string },
  incident: IncidentId,
) => Promise<boolean>;

const timeoutMs = 30_000;

/** A server that accepts and then says nothing must not hold up the other notices; the library waits up to ten minutes. */
const mailTimeouts = {
  dnsTimeout: timeoutMs,
  connectionTimeout: timeoutMs,
  greetingTimeout: timeoutMs,
  socketTimeout: timeoutMs,
};

const send: Record<ChannelName, Send> = {
  mail: async ({ mail }, notice) => {
    const to = mail?.to[notice.contributor];
    if (mail === undefined || to === undefined) return false;
    const transport = createTransport({ url: mail.server, ...mailTimeouts }, { from: mail.from });
    try {
      await transport.sendMail({ to, subject: noticeTitle, text: notice.text });
      return true;
    } finally {
      transport.close();
    }
  },
  webhook: async ({ webhook }, notice, incident) => {
    if (webhook === undefined) return false;
    const answer = await fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ incident, ...notice }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (answer.ok) return true;
    throw new ChannelError({
      code: 'refused',
      message: `The webhook answered ${answer.status}.`,
      remedy: 'See why at the service that it belongs to, then send the notices again.',
    });
  },
};
