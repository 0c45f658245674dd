import { defineContentScript } from 'wxt/utils/define-content-script';
import { recordPage } from '../content/record-page.ts';

export default defineContentScript({
  registration: 'runtime',
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  main: recordPage,
});
