import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Three homes of one console: `me.html`, which the companion serves to the
 * contributor, `vault.html`, which the vault serves to steward and researcher,
 * and `keeper.html`, which the keeper serves to a steward in a hurry. Nothing
 * is inlined (no data URLs, no inline module preload), so that the pages run
 * under a Content-Security-Policy without `unsafe-inline`.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['me.html', 'vault.html', 'keeper.html'].map((page) =>
        join(import.meta.dirname, page),
      ),
    },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
});
