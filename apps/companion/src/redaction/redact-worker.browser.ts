/** The worker behind `openRedactor` in browsers: raw events come in, clean segments go out, in order. */
import { systemClock, systemRandom } from '@understudy/base';
import { createRedactor, RedactError, type Redactor } from '@understudy/redact';
import type { RedactAnswer, RedactCall } from './redact-call.ts';

let redactor: Redactor | null = null;
let turn: Promise<unknown> = Promise.resolve();

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has one listener, which started it
const send = (answer: RedactAnswer): void => globalThis.postMessage(answer);

globalThis.addEventListener('message', ({ data: call }: MessageEvent<RedactCall>) => {
  if (call.kind === 'push') {
    if (redactor === null) throw new TypeError('Pushed to before it was opened.');
    for (let lost = 0; lost < call.lostFrames; lost += 1) redactor.loseFrame();
    redactor.push(call.events);
    send({ kind: 'taken', sizeBytes: call.sizeBytes });
    return;
  }
  const answering = answer(call).catch(errorToAnswer);
  turn = Promise.all([turn, answering]).then(([, told]) => send(told));
});

async function answer(call: Exclude<RedactCall, { kind: 'push' }>): Promise<RedactAnswer> {
  if (call.kind === 'open') {
    redactor = createRedactor({ ...call.options, random: systemRandom, clock: systemClock });
    return { kind: 'opened' };
  }
  if (redactor === null) return { kind: 'failed' };
  const clean =
    call.kind === 'cut'
      ? await redactor.cut(call.untilNs, call.accounting)
      : await redactor.finish(call.accounting);
  return { kind: 'clean', clean };
}

function errorToAnswer(error: unknown): RedactAnswer {
  if (!(error instanceof RedactError)) return { kind: 'failed' };
  const { code, message, remedy } = error;
  return { kind: 'refused', code, message, remedy };
}
