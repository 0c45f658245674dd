/**
 * The reducers of others on the same mix of events, where a checkout of them is given:
 * `OPENADAPT_CAPTURE` (OpenAdaptAI/openadapt-capture) and `AGENTNETTOOL`
 * (xlang-ai/AgentNetTool, its folder `agentnet-annotator`). Both are Python; what they
 * import for recording is stood in for, since only their reducing is measured.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The mix of `reduce-events.ts`: 2 buttons, 40 keys and 20 steps of the wheel in 1,000 events. */
const mix = `
count = 100000
def kind(number):
    place = number % 1000
    if place in (500, 560): return 'down' if place == 500 else 'up'
    if 600 < place <= 640: return 'press' if number % 2 else 'release'
    return 'scroll' if 800 < place <= 820 else 'move'
`;

const openadapt = `
import sys, time, types
package = types.ModuleType('openadapt_capture')
package.__path__ = [sys.argv[1] + '/openadapt_capture']
sys.modules['openadapt_capture'] = package
from openadapt_capture.events import *
from openadapt_capture.processing import process_events
${mix}
def event(number):
    at = {'timestamp': number / 1000}
    place = {**at, 'x': number % 1920, 'y': number % 1080}
    what = kind(number)
    if what == 'down': return MouseDownEvent(**at, x=100, y=100, button='left')
    if what == 'up': return MouseUpEvent(**at, x=100, y=100, button='left')
    if what == 'press': return KeyDownEvent(**at, key_char='a', canonical_key_char='a')
    if what == 'release': return KeyUpEvent(**at, key_char='a', canonical_key_char='a')
    if what == 'scroll': return MouseScrollEvent(**place, dx=0, dy=-1)
    return MouseMoveEvent(**place)
events = [event(number) for number in range(count)]
before = time.process_time()
process_events(events)
print(count / (time.process_time() - before))
`;

const agentNetTool = `
import sys, time, types
from unittest.mock import MagicMock
root = sys.argv[1] + '/api/core'
for name, path in (('api', sys.argv[1] + '/api'), ('api.core', root), ('api.core.action_reduction', root + '/action_reduction')):
    module = types.ModuleType(name); module.__path__ = [path]; sys.modules[name] = module
for name in ('logger', 'ai_assistant', 'a11y', 'utils'): sys.modules['api.core.' + name] = MagicMock()
for name in ('cv2', 'pynput', 'moviepy', 'moviepy.editor', 'numpy', 'PIL', 'tqdm', 'psutil'): sys.modules.setdefault(name, MagicMock())
from api.core.action_reduction.reducer import Reducer
${mix}
def event(number):
    at = {'time_stamp': number / 1000, 'event_idx': number}
    place = {**at, 'x': number % 1920, 'y': number % 1080}
    what = kind(number)
    if what in ('down', 'up'): return {**at, 'action': 'click', 'x': 100, 'y': 100, 'button': 'left', 'pressed': what == 'down'}
    if what in ('press', 'release'): return {**at, 'action': what, 'name': 'a'}
    if what == 'scroll': return {**place, 'action': 'scroll', 'dx': 0, 'dy': -1}
    return {**place, 'action': 'move'}
events = [event(number) for number in range(count)]
reducer = Reducer('', [], {'generate_window_a11y': False, 'generate_element_a11y': False})
before = time.process_time()
reducer.compress(events)
reducer.reduce_all()
reducer.transform()
print(count / (time.process_time() - before))
`;

const peers = [
  { name: 'openadapt-capture', variable: 'OPENADAPT_CAPTURE', script: openadapt },
  { name: 'AgentNetTool', variable: 'AGENTNETTOOL', script: agentNetTool },
];

/** Events per CPU-second; a peer that is not there, or does not run, is left out. */
export async function peerRates(): Promise<readonly { name: string; value: number }[]> {
  const rates = [];
  for (const { name, variable, script } of peers) {
    const checkout = process.env[variable];
    if (checkout === undefined) continue;
    try {
      const { stdout } = await run('python3', ['-c', script, checkout], { timeout: 120_000 });
      rates.push({ name, value: Math.round(Number(stdout)) });
    } catch (error) {
      console.error(`bench: ${name} did not run:`, error);
    }
  }
  return rates;
}
