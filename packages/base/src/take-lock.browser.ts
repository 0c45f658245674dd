/** A lock that only one page or worker of an origin holds; the browser frees it with its holder. */
export function takeLock(path: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const request = navigator.locks.request(path, { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        resolve(null);
        return;
      }
      const { promise: freed, resolve: free } = Promise.withResolvers<void>();
      resolve(async () => free());
      await freed;
    });
    request.catch(reject);
  });
}
