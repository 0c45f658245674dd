/**
 * What a thread that exports is limited to. V8's young generation grows with time up
 * to its limit, and its old one keeps garbage until that is near its own, however
 * little the program keeps. Measured, peaks of the process: an export of 10,000 steps
 * 245 MiB without the old one's limit, 181 with it; 27 MiB were in use after it. The
 * limit is above what the largest line that is read of another tool unpacks to
 * (recording's json-bounds.ts).
 */
export const exportThreadLimits = {
  maxYoungGenerationSizeMb: 8,
  maxOldGenerationSizeMb: 512,
} as const;
