import { defineContentScript } from 'wxt/utils/define-content-script';
import { openShadowRoot } from '../content/open-shadow-root.ts';
import { pairPage } from '../pair/pair-page.ts';

export default defineContentScript({
  registration: 'runtime',
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  main: () => pairPage(openShadowRoot),
});
