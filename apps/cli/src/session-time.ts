/** Times within a session as people write them (`1:02:03.5`, `12.5`) ⇄ nanoseconds. */
import { InvalidArgumentError } from 'commander';

export function textToNs(text: string): number {
  const parts = text.split(':');
  const [last = '', ...rest] = parts.toReversed();
  const valid =
    parts.length <= 3 &&
    /^\d+(?:\.\d{1,9})?$/.test(last) &&
    rest.every((part) => /^\d{1,4}$/.test(part));
  if (!valid) throw new InvalidArgumentError('Write a time as 12.5, 1:05 or 1:02:03.');
  const [minutes = 0, hours = 0] = rest.map(Number);
  return Math.round((Number(last) + minutes * 60 + hours * 3600) * 1e9);
}

export function nsToText(ns: number): string {
  const seconds = ns / 1e9;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(1).padStart(4, '0')}`;
}
