/**
 * One source, two browsers: `wxt build` (Chromium) and `wxt build -b firefox`.
 *
 * Permissions, each with its reason, stand in docs/extension.md. No site is
 * named here: sites are asked for, program by program, when the contributor
 * consents, and nothing runs in a private window.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'wxt';
import { fileOfReach, reaches, scriptOfReach } from './src/content/start-reach.ts';

/** Fixes the extension's id wherever it is loaded from: the companion on the same computer names it. */
const publicKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtTJVdwmdaQhsDfTuauWN3jYL/bw96yK4UmttToEMsTykgZSS+3NrDCBp3yzADCB1V6k/CrhyM0m+CDOQrVMGJz5qsdUJ0Xw21c/EzmSnBLefTJiGuzImS/nWD9C/YO51dSYNSwo/GgxtW/B9erikR/kbHbiQ2LFg9wugP6kBCzVMKhjqUz1pBbnf6ZkXxDbz/kbTEhJ6qMF3NgZFWL9vhquMHNyOP4+Q8WOVAYZbWtSK35BmAPoWpgtMgeLrLDPUOy6nrYzuF/8BwmHnBw3jTKNNvxmgW2rY9V+AFha64t5Ao1PKDamIzj1Cgt8sMZYGHgajk23QvHy+UjvnUKvX1wIDAQAB';

export default defineConfig({
  srcDir: 'src',
  outDir: '.output',
  manifestVersion: 3,
  // Every import is written out; nothing appears by magic.
  imports: false,
  hooks: {
    'build:publicAssets': (_wxt, files) => {
      for (const reach of reaches) {
        files.push({ relativeDest: fileOfReach(reach), contents: scriptOfReach(reach) });
      }
    },
  },
  vite: () => ({
    plugins: [react()],
    css: { modules: { localsConvention: 'camelCaseOnly' } },
    worker: { format: 'es' },
    build: {
      target: 'es2023',
      assetsInlineLimit: 0,
      // Chromium refuses a content script with a byte that is not UTF-8 as it reads it.
      rolldownOptions: { output: { minify: { codegen: { asciiOnly: true } } } },
    },
  }),
  manifest: ({ browser }) => ({
    name: 'Understudy',
    description: 'Records how you use the sites of a program that you consented to, and no other.',
    permissions: [
      'scripting',
      'unlimitedStorage',
      'webNavigation',
      'nativeMessaging',
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    optional_permissions: ['downloads'],
    optional_host_permissions: ['<all_urls>'],
    incognito: 'not_allowed',
    // Of mark.svg: browsers draw no SVG here.
    icons: Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icon/${size}.png`])),
    action: { default_title: 'Understudy: nothing is recorded' },
    options_ui: { page: 'me.html', open_in_tab: true },
    commands: {
      'toggle-pause': {
        // Chromium leaves a shortcut unassigned that is one of its own, as Alt+Shift+P is.
        suggested_key: { default: 'Alt+Shift+U' },
        description: 'Pause the recording, or go on with it',
      },
    },
    content_security_policy: {
      // WebAssembly packs the segments (zstd); no script but our own files.
      extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'understudy@understudy.example',
              strict_min_version: '130.0',
              // What is sent, and only after review, under a consent of our own.
              data_collection_permissions: {
                required: ['none'],
                optional: ['browsingActivity', 'websiteActivity', 'websiteContent'],
              },
            },
          },
        }
      : { minimum_chrome_version: '128', key: publicKey }),
  }),
});
