/**
 * One browser that an extension speaks for: questions with their answers, and
 * its clock set against ours.
 *
 * A browser that does not answer in time is silent until it does again: then
 * nothing is known of its pages (fail closed).
 */
import type { Clock } from '@understudy/base';
import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame } from './frame.ts';
import {
  browserAnswerSchemas,
  fromBrowserSchema,
  type BrowserAnswer,
  type BrowserQuestion,
  type FromBrowser,
  type ToBrowser,
} from './wire.ts';

export interface BrowserLink {
  /** Of the browser's main process, which owns its windows. */
  readonly processId: number;
  isSilent(): boolean;
  /** null: it cannot tell, or did not answer in time. */
  ask<Kind extends BrowserQuestion['kind']>(
    question: Extract<BrowserQuestion, { kind: Kind }>,
  ): Promise<BrowserAnswer<Kind> | null>;
  /**
   * The browser's time → nanoseconds of CLOCK_MONOTONIC, never above now and never
   * before it was: a key that moved the focus must not seem to come after it.
   */
  toNs(atMs: number): number;
  send(message: ToBrowser): void;
  close(): void;
}

export type BrowserNews = Extract<FromBrowser, { kind: 'focus' | 'changed' | 'did' | 'pause' }>;

export interface BrowserLinkParts {
  readonly stream: Duplex;
  readonly clock: Clock;
  /** The browser has said who it is. */
  onReady(link: BrowserLink): void;
  onNews(link: BrowserLink, news: BrowserNews): void;
  /** It did not answer in time, or is gone. */
  onSilent(link: BrowserLink, atNs: number): void;
  onClose(): void;
}

/** The goal is 10 ms (issue 7). A page that takes so long, as apps may on the accessibility bus, is as good as silent. */
const answerMs = 1500;
const clockEveryMs = 10_000;
/** So many at first, one after the other: a machine that starts a browser is busy. */
const clockAtFirst = 3;
/** Answers of the clock that are kept: the one that came back fastest counts. */
const offsetsAtMost = 6;

export function linkBrowser(parts: BrowserLinkParts): void {
  const { stream, clock } = parts;
  const nowNs = (): number => Number(clock.monotonicNs());
  const waiting = new Map<number, (answer: unknown) => void>();
  /** When an answer came, less what the browser's clock had said: each more than it is by its way back. */
  let offsetsNs: number[] = [];
  let link: BrowserLink | null = null;
  let lastId = 0;
  let silent = false;
  let closed = false;
  let clockTimer: NodeJS.Timeout | null = null;

  const send = (message: ToBrowser): void => {
    if (!closed) stream.write(encodeFrame(message));
  };

  const fallSilent = (): void => {
    if (silent) return;
    silent = true;
    if (link !== null) parts.onSilent(link, nowNs());
  };

  const ask: BrowserLink['ask'] = async (question) => {
    if (closed) return null;
    lastId += 1;
    const id = lastId;
    const answered = new Promise<unknown>((resolve) => {
      const timer = setTimeout(() => {
        fallSilent();
        settle(undefined);
      }, answerMs);
      const settle = (answer: unknown): void => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(answer);
      };
      waiting.set(id, settle);
    });
    send({ kind: 'ask', id, question });
    const parsed = browserAnswerSchemas[question.kind].safeParse(await answered);
    // Parsed by the schema of its own kind, which TypeScript cannot follow through the index.
    return parsed.success ? (parsed.data as BrowserAnswer<typeof question.kind>) : null;
  };

  const setClock = async (): Promise<void> => {
    const answer = await ask({ kind: 'clock' });
    if (answer === null) return;
    offsetsNs = [...offsetsNs, nowNs() - answer.atMs * 1e6].slice(-offsetsAtMost);
  };
  const setClockAtFirst = async (): Promise<void> => {
    for (let asked = 0; asked < clockAtFirst; asked += 1) await setClock();
  };

  const end = (): void => {
    if (closed) return;
    closed = true;
    if (clockTimer !== null) clearInterval(clockTimer);
    for (const settle of waiting.values()) settle(undefined);
    stream.destroy();
    fallSilent();
    parts.onClose();
  };

  const greet = (processId: number): void => {
    if (link !== null) return;
    link = {
      processId,
      isSilent: () => silent || closed,
      ask,
      send,
      toNs: (atMs) => {
        const offsetNs = Math.min(...offsetsNs);
        return Math.min(nowNs(), Math.round(atMs * 1e6 + offsetNs));
      },
      close: end,
    };
    void setClockAtFirst();
    clockTimer = setInterval(() => void setClock(), clockEveryMs);
    parts.onReady(link);
  };

  const onMessage = (json: unknown): void => {
    const message = fromBrowserSchema.parse(json);
    switch (message.kind) {
      case 'hello':
        greet(message.process);
        return;
      case 'answer':
        silent = false;
        waiting.get(message.id)?.(message.answer);
        return;
      case 'focus':
      case 'changed':
      case 'did':
      case 'pause':
        if (link !== null) parts.onNews(link, message);
    }
  };

  const read = createFrameReader(onMessage);
  stream.on('data', (bytes: Buffer) => {
    try {
      read(bytes);
    } catch {
      // Whoever breaks the protocol is not listened to any more; what it sent is not repeated.
      end();
    }
  });
  stream.on('error', end);
  stream.on('close', end);
}
