import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Two pages of one console: `me.html`, which the companion serves to the
 * contributor, and `vault.html`, which the vault serves to steward and
 * researcher. Nothing is inlined (no data URLs, no inline module preload), so that the
 * pages run under a Content-Security-Policy without `unsafe-inline`.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [join(import.meta.dirname, 'me.html')],
    },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
});
