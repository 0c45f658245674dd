/** "Missed this", where the rules are in memory anyhow. */
export { createRedactAgain } from '@understudy/redact';
