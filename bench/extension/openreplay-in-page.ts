/** OpenReplay's tracker in the page, with fields hidden as its guide says; its server is the test's. */
import Tracker from '@openreplay/tracker';

const kept: unknown[] = [];
Reflect.set(window, 'kept', kept);
addEventListener('DOMContentLoaded', () => {
  // It makes a frame of its own, where this script runs too.
  if (window.parent !== window) return;
  const tracker = new Tracker({
    projectKey: 'bench',
    ingestPoint: `${location.origin}/ingest`,
    __DISABLE_SECURE_MODE: true,
    defaultInputMode: 2,
    obscureTextEmails: true,
    obscureTextNumbers: true,
  });
  const app: unknown = Reflect.get(tracker, 'app');
  if (typeof app === 'object' && app !== null) {
    const attach: unknown = Reflect.get(app, 'attachCommitCallback');
    if (typeof attach === 'function')
      Reflect.apply(attach, app, [(messages: readonly unknown[]) => kept.push(...messages)]);
  }
  void tracker.start();
});
