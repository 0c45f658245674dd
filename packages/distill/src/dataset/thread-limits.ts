/**
 * What a thread that exports is limited to. V8's young generation grows with time
 * up to its limit, however little the program keeps; by this limit an export of a
 * hundred thousand steps takes the memory of one of a thousand.
 */
export const exportThreadLimits = { maxYoungGenerationSizeMb: 8 } as const;
