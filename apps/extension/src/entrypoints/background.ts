import { defineBackground } from 'wxt/utils/define-background';
import { z } from 'zod';
import { startBackground } from '../background/start-background.ts';

export default defineBackground({
  type: 'module',
  main: () => {
    z.config({ jitless: true });
    startBackground();
    // A page of its own in Firefox, which has no offscreen documents.
    if (import.meta.env.FIREFOX) {
      void import('../host/start-host.ts').then(({ startHost }) => startHost());
    }
  },
});
