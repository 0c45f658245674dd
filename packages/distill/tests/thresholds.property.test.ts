/** The profiles' thresholds, against the plainest reading of them. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createReducer, profiles, type Profile } from '../src/index.ts';
import { ms, script, type Script } from './script.ts';

const anyProfile = fc.constantFrom(profiles.agentnet, profiles.openadapt);

function kindsOf(work: Script, profile: Profile): readonly string[] {
  const reducer = createReducer(profile);
  const actions = [...reducer.push(work.events), ...reducer.finish()];
  return actions.map(({ kind }) => kind).slice(0, -1);
}

it('join presses that are close in time and place, at most so many', () => {
  const step = fc.record({
    apartMs: fc.constantFrom(100, 499, 500, 501),
    apartPx: fc.constantFrom(0, 3, 4, 5),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), anyProfile, (steps, profile) => {
      const work = script();
      let x = 0;
      let group = 1;
      const groups: number[] = [];
      work.click(x, 0);
      for (const { apartMs, apartPx } of steps) {
        x += apartPx;
        // A click lasts 60 ms; presses are so far apart.
        work.wait(apartMs - 60).click(x, 0);
        const joins =
          apartMs * ms < profile.multiClickNs &&
          apartPx < profile.multiClickPx &&
          group < profile.maxClicks;
        if (!joins) groups.push(group);
        group = joins ? group + 1 : 1;
      }
      const names = ['click', 'doubleClick', 'tripleClick'];
      const expected = [...groups, group].map((presses) => names[presses - 1]);
      expect(kindsOf(work, profile)).toEqual(expected);
    }),
  );
});

it('tell a click from a drag by the distance, and from a long press by the time', () => {
  const heldMs = fc.constantFrom(1, 999, 1000, 1001, 5000);
  const movedPx = fc.integer({ min: 0, max: 14 });
  fc.assert(
    fc.property(heldMs, movedPx, anyProfile, (held, moved, profile) => {
      const work = script()
        .down(100, 100)
        .wait(held)
        .up(100, 100 + moved);
      const isDrag = moved > profile.dragPx;
      const isLong = held * ms > profile.longPressNs;
      expect(kindsOf(work, profile)).toEqual([isDrag ? 'drag' : isLong ? 'longPress' : 'click']);
    }),
  );
});

it('sum the steps of a wheel, and write what is typed less what is taken back', () => {
  const turns = fc.array(fc.constantFrom(-2, -1, 1, 2), { minLength: 1, maxLength: 8 });
  const keys = fc.array(fc.constantFrom('a', 'B', ' ', 'ß', '\b'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(turns, keys, (steps, typed) => {
      const work = script();
      for (const dy of steps) work.wheel(1, 1, dy).wait(10);
      let text = '';
      for (const key of ['x', 'y', 'z', ...typed]) {
        if (key === '\b') work.tap('Backspace', 'Backspace');
        else work.tap(`Key${key}`, key);
        text = key === '\b' ? text.slice(0, -1) : text + key;
        // What is all erased is no typing any more, and backspace is a key again.
        fc.pre(text !== '');
      }
      const reducer = createReducer(profiles.agentnet);
      const [scroll, type] = [...reducer.push(work.events), ...reducer.finish()];
      expect(scroll).toMatchObject({ kind: 'scroll', dy: steps.reduce((sum, dy) => sum + dy, 0) });
      expect(type).toMatchObject({ kind: 'type', text });
    }),
  );
});
