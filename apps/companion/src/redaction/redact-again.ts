/** "Missed this", where the rules are in memory anyhow. */
export { redactAgain } from '@understudy/redact';
