import { describe, expect, it } from 'vitest';
import { createReducer, profiles, type Action, type ReductionCounts } from '../src/index.ts';
import { element, frameId, ms, script, type Script } from './script.ts';

function reduceAll(
  work: Script,
  profile: (typeof profiles)[keyof typeof profiles] = profiles.agentnet,
  ownHotkeys: string[][] = [],
): { actions: readonly Action[]; counts: ReductionCounts } {
  const reducer = createReducer(profile, { ownHotkeys });
  const actions = [...reducer.push(work.events), ...reducer.finish()];
  return { actions: actions.filter(({ kind }) => kind !== 'terminate'), counts: reducer.counts() };
}

const kinds = (work: Script): readonly string[] => reduceAll(work).actions.map(({ kind }) => kind);
const codes = (work: Script): readonly string[] => reduceAll(work).actions.map(({ code }) => code);

function only(work: Script): Action {
  const { actions } = reduceAll(work);
  const [first] = actions;
  if (first === undefined || actions.length !== 1) {
    throw new TypeError(`expected one action, got ${actions.length}`);
  }
  return first;
}

const screen = (): Script => script().display(1000, 500);

describe('buttons', () => {
  it('become clicks by their button, with pixel and normalised places', () => {
    expect(only(screen().click(250, 125))).toMatchObject({
      kind: 'click',
      at: { pixel: { x: 250, y: 125 }, normalised: { x: 0.25, y: 0.25 } },
      events: [1, 2],
      code: 'pyautogui.click(x=0.25, y=0.25)',
    });
    expect(kinds(screen().click(1, 1, 'right'))).toEqual(['rightClick']);
    expect(kinds(screen().click(1, 1, 'middle'))).toEqual(['middleClick']);
  });

  it('join to double and triple clicks, and never to more', () => {
    const clicks = (count: number): Script => {
      const work = screen();
      for (let made = 0; made < count; made += 1) work.click(100, 100).wait(100);
      return work;
    };
    expect(kinds(clicks(2))).toEqual(['doubleClick']);
    expect(kinds(clicks(3))).toEqual(['tripleClick']);
    expect(kinds(clicks(4))).toEqual(['tripleClick', 'click']);
  });

  it('stay single clicks when 0.5 s or 4 px apart', () => {
    expect(kinds(screen().click(100, 100).wait(440).click(100, 100))).toEqual(['click', 'click']);
    expect(kinds(screen().click(100, 100).wait(100).click(104, 100))).toEqual(['click', 'click']);
    expect(kinds(screen().click(100, 100).wait(439).click(103, 100))).toEqual(['doubleClick']);
  });

  it('are a drag when up is over 6 px from down, with both ends', () => {
    const drag = only(screen().down(100, 100).wait(200).move(300, 200).wait(50).up(500, 250));
    expect(drag).toMatchObject({
      kind: 'drag',
      at: { pixel: { x: 100, y: 100 } },
      to: { pixel: { x: 500, y: 250 }, normalised: { x: 0.5, y: 0.5 } },
      code: "pyautogui.moveTo(x=0.1, y=0.2)\npyautogui.dragTo(x=0.5, y=0.5, button='left')",
    });
    expect(kinds(screen().down(100, 100).up(106, 100))).toEqual(['click']);
    expect(kinds(screen().down(100, 100).up(107, 100))).toEqual(['drag']);
  });

  it('are a click and a drag when the second press of two moves', () => {
    expect(kinds(screen().click(100, 100).wait(50).down(100, 100).wait(50).up(200, 100))).toEqual([
      'click',
      'drag',
    ]);
  });

  it('are a long press over 1 s', () => {
    expect(only(screen().down(100, 100).wait(1500).up(100, 100))).toMatchObject({
      kind: 'longPress',
      code: "pyautogui.moveTo(x=0.1, y=0.2)\npyautogui.mouseDown(button='left')\npyautogui.sleep(1.5)\npyautogui.mouseUp(button='left')",
    });
  });

  it('at the side turn pages by the keys that do the same', () => {
    expect(codes(screen().click(1, 1, 'back'))).toEqual(["pyautogui.press('browserback')"]);
  });

  it('hold the modifiers that were down', () => {
    const work = screen().keyDown('ControlLeft', 'Control').wait(50).click(100, 100);
    work.wait(50).keyUp('ControlLeft', 'Control');
    expect(only(work)).toMatchObject({
      kind: 'click',
      modifiers: ['ctrl'],
      events: [1, 2, 3, 4],
      code: "pyautogui.keyDown('ctrl')\npyautogui.click(x=0.1, y=0.2)\npyautogui.keyUp('ctrl')",
    });
  });

  it('that never go up end with what comes next, counted as a repair', () => {
    const { actions, counts } = reduceAll(screen().down(1, 1).wait(50).tap('KeyA', 'a'));
    expect(actions.map(({ kind }) => kind)).toEqual(['click', 'type']);
    expect(counts.repairs).toEqual({ neverReleased: 1 });
  });
});

describe('the wheel', () => {
  it('merges what is consecutive: deltas summed, first position', () => {
    const work = screen().wheel(100, 100, -1).wait(200).wheel(120, 100, -2).wait(2000);
    expect(only(work.wheel(500, 100, -1, 1))).toMatchObject({
      kind: 'scroll',
      at: { pixel: { x: 100, y: 100 } },
      dx: 1,
      dy: -4,
      code: 'pyautogui.moveTo(x=0.1, y=0.2)\npyautogui.scroll(-4)\npyautogui.hscroll(1)',
    });
  });
});

describe('a modifier that is held', () => {
  it('belongs to each click under it, its press to the first and its release to the last', () => {
    const work = screen().keyDown('ControlLeft', 'Control').wait(30).click(10, 10).wait(700);
    const { actions, counts } = reduceAll(
      work.click(90, 90).wait(30).keyUp('ControlLeft', 'Control').wait(700).click(10, 10),
    );
    expect(actions).toMatchObject([
      { kind: 'click', modifiers: ['ctrl'], events: [1, 2, 3] },
      { kind: 'click', modifiers: ['ctrl'], events: [4, 5, 6] },
      { kind: 'click', modifiers: [] },
    ]);
    expect(counts.drops).toEqual({});
  });

  it('is not in what is typed with Shift before a click with Shift', () => {
    const work = screen().keyDown('ShiftLeft', 'Shift').tap('KeyA', 'A').click(10, 10);
    expect(codes(work.keyUp('ShiftLeft', 'Shift'))).toEqual([
      "pyautogui.write(message='A')",
      "pyautogui.keyDown('shift')\npyautogui.click(x=0.01, y=0.02)\npyautogui.keyUp('shift')",
    ]);
  });
});

describe('keys', () => {
  it('that put text join to typing, with space and backspace applied', () => {
    const work = screen().type('Hx').tap('Backspace', 'Backspace').type('ello You');
    expect(only(work)).toMatchObject({
      kind: 'type',
      text: 'Hello You',
      code: "pyautogui.write(message='Hello You')",
    });
  });

  it('that erase all that they typed are dropped with a count', () => {
    const { actions, counts } = reduceAll(screen().type('a').tap('Backspace', 'Backspace'));
    expect(actions).toEqual([]);
    expect(counts.drops).toEqual({ erased: 4 });
  });

  it('that put no text are presses, repeated while they are held', () => {
    const work = screen().tap('Enter', 'Enter').tap('Enter', 'Enter');
    work.keyDown('ArrowDown', 'ArrowDown').wait(500).keyDown('ArrowDown', 'ArrowDown').wait(30);
    work.keyDown('ArrowDown', 'ArrowDown').keyUp('ArrowDown', 'ArrowDown');
    expect(codes(work)).toEqual([
      "pyautogui.press('enter')",
      "pyautogui.press('enter')",
      "pyautogui.press('down', presses=3)",
    ]);
  });

  it('with modifiers are hotkeys, one for each key under one modifier', () => {
    const work = screen().keyDown('ControlLeft', 'Control').wait(30);
    work.tap('KeyA', 'a').tap('KeyC', 'c').keyUp('ControlLeft', 'Control');
    const { actions, counts } = reduceAll(work);
    expect(actions).toMatchObject([
      {
        kind: 'hotkey',
        keys: ['ctrl', 'a'],
        events: [1, 2, 3],
        code: "pyautogui.hotkey(['ctrl', 'a'])",
      },
      { kind: 'hotkey', keys: ['ctrl', 'c'], events: [4, 5, 6] },
    ]);
    expect(counts.drops).toEqual({});
  });

  it('write with AltGr, also where Windows says that Control is down with it', () => {
    const work = screen().type('a').keyDown('ControlLeft', 'Control');
    work.keyDown('AltRight', 'AltGraph').tap('KeyQ', '@');
    work.keyUp('ControlLeft', 'Control').keyUp('AltRight', 'AltGraph').type('b');
    expect(only(work)).toMatchObject({ kind: 'type', text: 'a@b' });
    const arrow = screen().keyDown('AltRight', 'AltGraph').tap('ArrowUp', 'ArrowUp');
    expect(codes(arrow.keyUp('AltRight', 'AltGraph'))).toEqual([
      "pyautogui.hotkey(['altright', 'up'])",
    ]);
  });

  it('that choose capitals are part of the typing; Caps Lock is a press of its own', () => {
    const work = screen().type('aBC').tap('CapsLock', 'CapsLock').type('D');
    expect(codes(work)).toEqual([
      "pyautogui.write(message='aBC')",
      "pyautogui.press('capslock')",
      "pyautogui.write(message='D')",
    ]);
  });

  it('that only modify, and are tapped alone, are presses', () => {
    expect(codes(screen().tap('MetaLeft', 'Meta'))).toEqual(["pyautogui.press('win')"]);
  });

  it('of the recorder itself are stripped with a count', () => {
    const work = screen().keyDown('ControlLeft', 'Control').keyDown('AltLeft', 'Alt');
    work.tap('KeyP', 'p').keyUp('AltLeft', 'Alt').keyUp('ControlLeft', 'Control');
    const { actions, counts } = reduceAll(work, profiles.agentnet, [['ctrl', 'alt', 'p']]);
    expect(actions).toEqual([]);
    expect(counts.drops).toEqual({ ownHotkey: 6 });
  });

  it('that were withheld are typing without text, never made up', () => {
    const work = screen().type('ann').withheld(7).tap('Enter', 'Enter');
    const { actions } = reduceAll(work);
    expect(actions).toMatchObject([
      { kind: 'type', text: 'ann' },
      { kind: 'type', text: null, keyCount: 7, code: '# withheld' },
      { kind: 'press', keys: ['enter'] },
    ]);
  });

  it('put any text into code as a string of Python', () => {
    const work = screen().tap('Quote', "'").tap('Backslash', '\\').tap('KeyE', 'é');
    expect(codes(work)).toEqual(["pyautogui.write(message='\\'\\\\é')"]);
  });
});

describe('the target', () => {
  const save = element('Save', { x: 80, y: 80, width: 60, height: 40 });

  it('is the element under the pointer whose box holds the click', () => {
    const work = screen().move(90, 90).element('pointer', save).wait(100).click(100, 100);
    expect(only(work)).toMatchObject({ target: { role: 'button', name: 'Save', box: save.box } });
  });

  it('may arrive after the press that it was looked up for', () => {
    const work = screen().down(100, 100).wait(8).element('pointer', save).wait(50).up(100, 100);
    expect(only(work)).toMatchObject({ target: { name: 'Save' } });
  });

  it('is none when its box does not hold the click', () => {
    const work = screen().element('pointer', save).wait(100).click(400, 400);
    expect(only(work)).toMatchObject({ target: null });
  });

  it('of typing is the element in focus', () => {
    const field = element('City', { x: 0, y: 0, width: 9, height: 9 }, 'textbox');
    expect(only(screen().element('focus', field).type('Ulm'))).toMatchObject({
      target: { role: 'textbox', name: 'City' },
    });
  });

  const field = (name: string) => element(name, { x: 0, y: 0, width: 9, height: 9 }, 'textbox');
  const inMail = (): Script => screen().element('focus', field('Mail')).wait(300);
  const lastTarget = (work: Script): string | undefined => {
    const last = reduceAll(work).actions.at(-1);
    return last !== undefined && 'target' in last ? last.target?.name : undefined;
  };

  it('of what is typed before it is told where the focus went is the field it went to', () => {
    const late = (work: Script): Script => work.wait(40).element('focus', field('Password'));
    expect(lastTarget(late(inMail().tap('Tab', 'Tab').withheld(1)))).toBe('Password');
    expect(lastTarget(late(inMail().tap('Tab', 'Tab').type('x')))).toBe('Password');
    expect(lastTarget(late(inMail().click(400, 400).wait(600).type('x')))).toBe('Password');
  });

  it('of what is typed stays where nothing had moved the focus, or it is told too late', () => {
    const password = field('Password');
    expect(lastTarget(inMail().type('x').wait(40).element('focus', password))).toBe('Mail');
    const late = inMail().tap('Tab', 'Tab').type('x').wait(400).element('focus', password);
    expect(lastTarget(late)).toBe('Mail');
    const told = inMail().tap('Tab', 'Tab').element('focus', password).type('x').wait(40);
    expect(lastTarget(told.element('focus', field('Code')))).toBe('Password');
  });
});

describe('the geometry in force', () => {
  it('normalises each place, also after it changed in mid-recording', () => {
    const work = screen().click(500, 250).wait(1000).display(2000, 1000).click(500, 250);
    expect(codes(work)).toEqual([
      'pyautogui.click(x=0.5, y=0.5)',
      'pyautogui.click(x=0.25, y=0.25)',
    ]);
  });
});

describe('the observation', () => {
  const spot = { x: 100, y: 100, width: 40, height: 20 };
  const half = { x: 0, y: 0, width: 500, height: 500 };

  it('is the last frame before the action when much changed', () => {
    const work = screen().frame(1).wait(300).move(1, 1).wait(100).frame(2, [half]).wait(50);
    expect(only(work.click(100, 100))).toMatchObject({
      observation: { frame: frameId(2), leadNs: 50 * ms },
    });
  });

  it('is the frame before the pointer lit up the target on its way', () => {
    const work = screen().frame(1).wait(2000).move(1, 1).wait(250).frame(2, [spot]).wait(50);
    expect(only(work.click(110, 110))).toMatchObject({
      observation: { frame: frameId(1), leadNs: 2300 * ms },
    });
  });

  it('is never from before the move that led to the action', () => {
    const work = screen().frame(1).wait(2000).frame(2, [spot]).wait(50).move(1, 1).wait(300);
    expect(only(work.click(110, 110))).toMatchObject({ observation: { frame: frameId(2) } });
  });

  it('is never a frame of the same moment or later', () => {
    const work = screen().frame(1).wait(20).frame(2, [half]).click(1, 1);
    expect(only(work)).toMatchObject({ observation: { frame: frameId(1) } });
  });

  it('is none where a gap came since the last frame', () => {
    const work = screen().frame(1).wait(100).gap(5000).click(1, 1);
    expect(only(work)).toMatchObject({ observation: null });
  });
});

describe('a wait', () => {
  it('stands where the screen went on changing long after the last action', () => {
    const work = screen().frame(1).wait(10).click(1, 1).wait(4000);
    work
      .frame(2, [{ x: 0, y: 0, width: 900, height: 400 }])
      .wait(500)
      .click(9, 9);
    const { actions } = reduceAll(work);
    expect(actions).toMatchObject([
      { kind: 'click' },
      { kind: 'wait', code: 'computer.wait(seconds=4)', observation: { frame: frameId(1) } },
      { kind: 'click', observation: { frame: frameId(2) } },
    ]);
  });

  it('does not stand where the person thought and nothing changed', () => {
    expect(kinds(screen().frame(1).click(1, 1).wait(9000).click(9, 9))).toEqual(['click', 'click']);
  });
});

describe('a choice in what the browser draws', () => {
  const box = { x: 10, y: 10, width: 80, height: 20 };
  const country = element('Country', box, 'combobox');

  it('is a step after the click that opened it, with what was chosen', () => {
    const work = screen().element('pointer', country).click(20, 20).wait(900);
    const { actions, counts } = reduceAll(work.choose(country, "Côte d'Ivoire").click(300, 300));
    expect(actions).toMatchObject([
      { kind: 'click', events: [2, 3] },
      {
        kind: 'choose',
        text: "Côte d'Ivoire",
        target: { role: 'combobox', name: 'Country', box },
        startNs: 960 * ms,
        events: [4],
        code: "pyautogui.write(message='Côte d\\'Ivoire')\npyautogui.press('enter')",
      },
      { kind: 'click' },
    ]);
    expect(counts).toMatchObject({ inputs: 4, drops: {}, repairs: {} });
  });

  it('has no code in a picker, which looks and works otherwise on each system', () => {
    const day = element('Day', box, 'textbox');
    expect(codes(screen().choose(day, '2026-11-22'))).toEqual(["# chosen: '2026-11-22'"]);
  });

  it('is none where nothing tells what was chosen', () => {
    expect(kinds(screen().choose(country, ''))).toEqual([]);
  });
});

describe('a gap', () => {
  it('ends the open action, and releases after it have no press', () => {
    const { actions, counts } = reduceAll(
      screen().keyDown('KeyA', 'a').gap(100).keyUp('KeyA', 'a'),
    );
    expect(actions).toMatchObject([{ kind: 'type', text: 'a', events: [1] }]);
    expect(counts.drops).toEqual({ releaseWithoutPress: 1 });
  });
});

describe('a clock that goes backwards', () => {
  it('is clamped and counted', () => {
    const work = screen().wait(100).click(1, 1).wait(-90).click(300, 300);
    const { actions, counts } = reduceAll(work);
    expect(counts.repairs).toEqual({ clockBackwards: 2 });
    expect(actions).toMatchObject([
      { startNs: 100 * ms, endNs: 160 * ms },
      { startNs: 160 * ms, endNs: 160 * ms },
    ]);
  });
});

describe('the profile openadapt', () => {
  it('ends typing after a pause of 0.5 s and joins at most two clicks', () => {
    const work = screen().type('ab').wait(600).type('cd');
    work.click(1, 1).wait(50).click(1, 1).wait(50).click(1, 1);
    const { actions } = reduceAll(work, profiles.openadapt);
    expect(actions.map(({ kind }) => kind)).toEqual(['type', 'type', 'doubleClick', 'click']);
  });
});
