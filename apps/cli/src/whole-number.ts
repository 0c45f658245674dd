/** Whole numbers that options give, each within its bounds: anything else is wrong usage, told before anything runs. */
import { InvalidArgumentError } from 'commander';

/** Reads an option's text. @throws InvalidArgumentError, which ends the command as wrong usage */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const bounds =
      most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Give a whole number ${bounds}.`);
  };
}

/** 0 takes any that is free. */
export const toPort = wholeNumber(0, 65_535);
export const toCount = wholeNumber(1, Number.MAX_SAFE_INTEGER);
