/**
 * The way between background and host. In Chromium they are two processes and
 * speak by messages; in Firefox they are one page, which cannot send to itself.
 */
import {
  toBackgroundSchema,
  toHostSchema,
  type ToBackground,
  type ToHost,
} from './own-messages.ts';
import { isOwnPage } from './sender.ts';

type Answer<Message> = (message: Message) => Promise<unknown>;

let host: Answer<ToHost> | null = null;
let background: Answer<ToBackground> | null = null;

export function listenAsBackground(answer: Answer<ToBackground>): void {
  background = answer;
  chrome.runtime.onMessage.addListener((value: unknown, sender, respond) => {
    const message = toBackgroundSchema.safeParse(value);
    if (!message.success || !isOwnPage(sender)) return false;
    void answer(message.data).then(respond, () => respond(null));
    return true;
  });
}

export function listenAsHost(answer: Answer<ToHost>): void {
  host = answer;
  chrome.runtime.onMessage.addListener((value: unknown, sender, respond) => {
    const message = toHostSchema.safeParse(value);
    if (!message.success || !isOwnPage(sender)) return false;
    void answer(message.data).then(respond, () => respond(null));
    return true;
  });
}

/** What it answers, unparsed; null where nobody listens or it failed. */
export function sendToBackground(message: ToBackground): Promise<unknown> {
  const sent = background === null ? chrome.runtime.sendMessage(message) : background(message);
  return sent.catch(() => null);
}

/** What it answers, unparsed; null where no host lives or it failed. */
export function sendToHost(message: ToHost): Promise<unknown> {
  const sent = host === null ? chrome.runtime.sendMessage(message) : host(message);
  return sent.catch(() => null);
}
