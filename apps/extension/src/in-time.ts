/** What was asked for; null where it does not come in time. */
export function inTime<Value>(asked: Promise<Value>, patienceMs: number): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), patienceMs);
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
