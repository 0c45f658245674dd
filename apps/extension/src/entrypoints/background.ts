import { defineBackground } from 'wxt/utils/define-background';
import { z } from 'zod';
import { wakeHost } from '../background/host.ts';
import { startBackground } from '../background/start-background.ts';

export default defineBackground({
  type: 'module',
  main: () => {
    z.config({ jitless: true });
    startBackground();
    // A page of its own in Firefox, which has no offscreen documents.
    if (import.meta.env.FIREFOX) void wakeHost();
  },
});
