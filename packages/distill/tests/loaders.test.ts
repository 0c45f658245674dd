/**
 * The trainers' own loaders as judges of our rows, where they are given:
 * `LOADERS_PYTHON` (a python3 with Hugging Face's `datasets`, pillow and transformers),
 * `LLAMA_FACTORY` and `MS_SWIFT` (checkouts). What they import for training only is
 * stood in for, since only their reading of rows is asked.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportDataset, localSources, profiles, type Format } from '../src/index.ts';
import { sessionFolder } from './session.ts';

const run = promisify(execFile);
const { LOADERS_PYTHON: python, LLAMA_FACTORY: llamaFactory, MS_SWIFT: msSwift } = process.env;
if (python === undefined) console.warn('skipped: trainers’ loaders, LOADERS_PYTHON is not given');

/** `stand_in(names)`: modules whose every name is a class or does nothing. `package`: real ones, without their `__init__`. */
const standIns = `
import importlib.machinery, os, sys, types, datasets
from unittest.mock import MagicMock
folder, cache, checkout = sys.argv[1:4]
class StandIn(types.ModuleType):
    __path__ = []
    def __getattr__(self, name):
        if name.startswith('__'): raise AttributeError(name)
        return type(name, (Exception,), {}) if name[:1].isupper() else MagicMock()
def stand_in(*names):
    for name in names:
        module = StandIn(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        sys.modules[name] = module
def package(name, path):
    module = types.ModuleType(name)
    module.__path__ = [os.path.join(checkout, path)]
    sys.modules[name] = module
def load_json(name):
    sys.modules.pop('torch', None)
    return datasets.load_dataset('json', data_files=name, split='train', cache_dir=cache)
os.chdir(folder)
`;

const huggingFace = `${standIns}
for row in datasets.load_dataset(folder, split='train', cache_dir=cache):
    assert row['image'].size == (row['image_width'], row['image_height'])
    print(row['kind'])
`;

const llamaFactoryRows = `${standIns}
package('llamafactory', 'src/llamafactory')
package('llamafactory.data', 'src/llamafactory/data')
stand_in('torch', *('llamafactory.' + name for name in ('extras', 'extras.logging', 'extras.constants', 'extras.misc', 'extras.packages', 'hparams')))
sys.modules['llamafactory.extras.constants'].DATA_CONFIG = 'dataset_info.json'
from llamafactory.data.parser import get_dataset_list
from llamafactory.data.converter import align_dataset
attributes, = get_dataset_list(['understudy'], folder)
rows = load_json(attributes.dataset_name).to_iterable_dataset()
arguments = types.SimpleNamespace(media_dir=folder, streaming=True)
for row in align_dataset(rows, attributes, arguments, types.SimpleNamespace(local_process_index=0)):
    prompt, = row['_prompt']
    answer, = row['_response']
    assert row['_system'] and prompt['content'].count('<image>') == len(row['_images'])
    assert all(os.path.isfile(path) for path in row['_images'])
    print(answer['content'])
`;

const msSwiftRows = `${standIns}
for name in ('swift', 'swift.dataset', 'swift.dataset.preprocessor', 'swift.template'):
    package(name, name.replace('.', '/'))
stand_in('torch', 'modelscope', 'modelscope.hub', 'modelscope.hub.utils', 'modelscope.hub.utils.utils', 'swift.utils', 'swift.dataset.utils')
sys.modules['swift.template'].history_to_messages = None
sys.modules['swift.template'].MaxLengthError = type('MaxLengthError', (Exception,), {})
from swift.dataset.preprocessor.core import MessagesPreprocessor
from swift.template.template_inputs import TemplateInputs
preprocessor = MessagesPreprocessor()
rows = preprocessor.prepare_dataset(load_json('swift.jsonl'))
batch = {name: list(rows[name]) for name in ('messages', 'images', 'objects')}
batch = preprocessor.batched_preprocess(batch, strict=True, ignore_max_length_error=False)
for row in preprocessor.batched_to_rows(batch):
    chosen = TemplateInputs.from_dict(row).chosen
    assert all(os.path.isfile(image['path']) for image in chosen.images)
    text = ''.join(message['content'] for message in chosen.messages)
    assert text.count('<bbox>') == len(chosen.objects['bbox'])
    print(chosen.messages[-1]['content'])
`;

describe.skipIf(python === undefined)('a trainer', () => {
  let world: Awaited<ReturnType<typeof sessionFolder>>;
  beforeAll(async () => {
    world = await sessionFolder([1]);
  });
  afterAll(() => world.remove());

  /** What the loader says of each row of an export, one line a row. */
  async function read(format: Format, script: string, checkout = ''): Promise<readonly string[]> {
    const out = join(world.folder, format);
    const sources = await localSources([join(world.folder, 'sessions')]);
    const told = { licence: 'other', tool: 'understudy test', profile: profiles.agentnet };
    if (!existsSync(out)) await exportDataset(sources, { format, out, ...told });
    const env = { ...process.env, HF_HUB_OFFLINE: '1' };
    const cache = join(world.folder, 'cache');
    const { stdout } = await run(python ?? '', ['-c', script, out, cache, checkout], { env });
    return stdout.trim().split('\n');
  }

  it('finds each step and its picture with Hugging Face’s datasets', async () => {
    expect(await read('parquet', huggingFace)).toEqual(['click', 'type', 'terminate']);
  });

  it.skipIf(llamaFactory === undefined)('reads each row with LLaMA-Factory', async () => {
    expect(await read('messages', llamaFactoryRows, llamaFactory)).toEqual([
      'pyautogui.click(x=0.2, y=0.3)',
      "pyautogui.write(message='Ulm')",
      "computer.terminate(status='success')",
    ]);
  });

  it.skipIf(msSwift === undefined)('reads each row with ms-swift', async () => {
    expect(await read('messages', msSwiftRows, msSwift)).toEqual([
      'pyautogui.click(<bbox>)',
      "pyautogui.write(message='Ulm')",
      "computer.terminate(status='success')",
    ]);
  });
});
