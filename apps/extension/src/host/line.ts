/**
 * The host's dead-man switch: while it records it holds a line to the
 * background, which takes scripts and badge away once the line breaks.
 */
import { lineName } from '../own-messages.ts';

let line: chrome.runtime.Port | null = null;
let wanted = false;

export function holdLine(isRecording: boolean): void {
  wanted = isRecording;
  if (wanted) open();
  else close();
}

function open(): void {
  // Where host and background are one page, they die together.
  if (import.meta.env.FIREFOX || line !== null) return;
  line = chrome.runtime.connect({ name: lineName });
  line.onDisconnect.addListener(() => {
    line = null;
    // The background was put to sleep, and is woken by the next line.
    if (wanted) open();
  });
}

function close(): void {
  line?.disconnect();
  line = null;
}
