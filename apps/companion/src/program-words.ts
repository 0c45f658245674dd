/** A program as the sentences that a person decides by: who, why, what, until when, and how to undo it. */
import { tiers, type Tier } from '@understudy/base';
import type { AllowedApp, AllowedPurpose, Program } from '@understudy/consent';

const purposeWords: Record<AllowedPurpose, string> = {
  agentTraining: 'to train software agents that use computers',
  agentEvaluation: 'to test software agents that use computers',
  usabilityResearch: 'to find out where programs are hard to use',
  securityAudit: 'to check the security of this collection itself',
};

/** What each tier adds to those before it. */
const tierWords: Record<Tier, string> = {
  motion: 'how the pointer moves and when you press something; no content at all',
  actions: 'which buttons and fields you use; nothing of what you type or read',
  text: 'what you type or choose, titles of windows and names of files, with names, numbers and secrets replaced',
  screen: 'pictures of the allowed windows, with names, numbers and secrets painted over',
};

export const purposeToWords = (purpose: AllowedPurpose): string => purposeWords[purpose];

export function programToWords(program: Program, tier: Tier): readonly string[] {
  const held = tiers.slice(0, tiers.indexOf(tier) + 1);
  return [
    `${program.controller} asks to record you: ${program.title}`,
    '',
    `Purpose: ${program.purposeText}`,
    ...program.purposes.map((purpose) => `  - ${purposeToWords(purpose)}`),
    'Never: to judge how you work. The program cannot allow that.',
    '',
    'Recorded only in:',
    ...program.apps.map((app) => `  - ${appToWords(app)}`),
    'Anything else is not captured at all, not captured and then filtered.',
    '',
    `Recorded up to the tier "${tier}":`,
    ...held.map((name) => `  - ${name}: ${tierWords[name]}`),
    'Passwords and other secret fields are never recorded.',
    '',
    `Kept for ${program.retentionDays} days in ${program.region}. The program ends on ${day(program.endsAt)}.`,
    'Nothing leaves this computer before you have reviewed it and shared it.',
    'Who reads what of you stands in a log that you can read: understudy audit --contributor me',
    'You can stop at any time, without a reason: understudy pause, stop, withdraw, erase.',
  ];
}

function appToWords(app: AllowedApp): string {
  return app.kind === 'app' ? app.app : `${app.app}, only on ${app.origins.join(', ')}`;
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
