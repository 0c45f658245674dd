/** The code of actions, run by Python with a pyautogui that only takes notes. */
import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReducer, profiles, type Action } from '../src/index.ts';
import { inputStream } from './arbitrary.ts';
import { script } from './script.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('skipped: the code of actions is not run, there is no python3');

/** Takes a JSON array of codes, gives what each called; the types are those that pyautogui takes. */
const runner = `
import json, sys
notes = []
def note(name, **types):
    def called(*args, **kwargs):
        assert set(kwargs) <= set(types), (name, kwargs)
        assert all(isinstance(value, types[key]) for key, value in kwargs.items()), (name, kwargs)
        notes.append([name, list(args), kwargs])
    return called
class Stub: pass
number = (int, float)
place = dict(x=number, y=number)
pyautogui, computer = Stub(), Stub()
for name in ('click', 'doubleClick', 'rightClick', 'middleClick', 'moveTo'): setattr(pyautogui, name, note(name, **place))
pyautogui.dragTo = note('dragTo', **place, button=str)
pyautogui.mouseDown = note('mouseDown', button=str)
pyautogui.mouseUp = note('mouseUp', button=str)
pyautogui.press = note('press', presses=int)
for name in ('scroll', 'hscroll', 'sleep', 'hotkey', 'keyDown', 'keyUp'): setattr(pyautogui, name, note(name))
pyautogui.write = note('write', message=str)
computer.tripleClick = note('tripleClick', **place)
computer.wait = note('wait', seconds=number)
computer.terminate = note('terminate', status=str)
answers = []
for code in json.load(sys.stdin):
    notes.clear()
    exec(code, {'pyautogui': pyautogui, 'computer': computer})
    for name, args, _ in notes:
        if name in ('scroll', 'hscroll'): assert isinstance(args[0], int), args
    answers.append(list(notes))
print(json.dumps(answers))
`;

type Call = readonly [name: string, args: readonly unknown[], named: Record<string, unknown>];

function run(codes: readonly string[]): readonly (readonly Call[])[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', runner], {
    input: JSON.stringify(codes),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as readonly (readonly Call[])[];
}

const actionsOf = (events: Parameters<ReturnType<typeof createReducer>['push']>[0]) => {
  const reducer = createReducer(profiles.agentnet);
  return [...reducer.push(events), ...reducer.finish()];
};

describe.skipIf(!hasPython)('the code of an action', () => {
  it('runs, whatever was done', () => {
    const streams = fc.sample(inputStream, { numRuns: 500, seed: 7 });
    const actions: readonly Action[] = streams.flatMap(actionsOf);
    const called = run(actions.map(({ code }) => code));
    const isSilent = ({ kind, code }: Action): boolean => kind === 'type' && code === '# withheld';
    expect(called.map((calls) => calls.length > 0)).toEqual(
      actions.map((action) => !isSilent(action)),
    );
  });

  it('writes exactly what was typed', () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme', minLength: 1 }), {
      numRuns: 300,
      seed: 7,
    });
    const known = [...texts, "'", '\\', "\\'", '\n', '\u2028', '%s {x}', '"""', '\u0000'];
    const codes = known.map((text) => {
      const work = script();
      // One key puts all of it, as an input method does.
      const [action] = actionsOf(work.tap('Unidentified', text).events);
      return action?.kind === 'type' ? action.code : '';
    });
    expect(codes.filter((code) => code !== '').length).toBeGreaterThan(known.length / 2);
    const written = run(codes).map(([call]) => call?.[2]['message'] ?? null);
    const expected = known.map((text, index) => (codes[index] === '' ? null : text));
    expect(written).toEqual(expected);
  });

  it('scrolls in whole steps, at least one', () => {
    const work = script().wheel(1, 1, -0.3, 2.6);
    const [scroll] = actionsOf(work.events);
    const [calls] = run([scroll?.code ?? '']);
    expect(calls?.map(([name, args]) => [name, ...args])).toEqual([
      ['moveTo'],
      ['scroll', -1],
      ['hscroll', 3],
    ]);
  });
});
