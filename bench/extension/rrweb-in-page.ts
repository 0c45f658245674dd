/** rrweb in the page, as its guide says, with its strictest option for fields. */
import { record } from 'rrweb';

const kept: unknown[] = [];
Reflect.set(window, 'kept', kept);
addEventListener('DOMContentLoaded', () => {
  // It makes a frame of its own, where this script runs too.
  if (window.parent !== window) return;
  record({ emit: (event) => kept.push(event), maskAllInputs: true });
});
