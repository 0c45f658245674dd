import { defineBackground } from 'wxt/utils/define-background';
import { z } from 'zod';
import { startBackground } from '../background/start-background.ts';

export default defineBackground({
  type: 'module',
  main: () => {
    z.config({ jitless: true });
    startBackground();
  },
});
