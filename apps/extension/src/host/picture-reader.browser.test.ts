import { afterEach, expect, test, vi } from 'vitest';
import { openPictureReader } from './picture-reader.ts';

afterEach(() => void vi.unstubAllGlobals());

function pictureOf(colour: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 16;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('The browser gives no canvas.');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 32, 16);
  return canvas.toDataURL('image/png');
}

test('a picture is told whole first, then what of it changed, and nothing where nothing did', async () => {
  const reader = openPictureReader();
  const first = await reader.read({ tab: 1, told: [], png: pictureOf('#0000ff') });
  expect(first).toMatchObject({ size: { width: 32, height: 16 }, isFirst: true });
  expect([...(first?.pixels.slice(0, 3) ?? [])]).toEqual([255, 0, 0]);
  expect(await reader.read({ tab: 1, told: [], png: pictureOf('#0000ff') })).toBeNull();
  const second = await reader.read({ tab: 1, told: [], png: pictureOf('#ff0000') });
  expect(second).toMatchObject({ isFirst: false });
  expect(await reader.read({ tab: 2, told: [], png: pictureOf('#ff0000') })).toMatchObject({
    isFirst: true,
  });
  reader.close();
});

test('what a worker that broke was asked is not read, and the next picture is', async () => {
  const opened: Worker[] = [];
  vi.stubGlobal(
    'Worker',
    class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        opened.push(this);
      }
    },
  );
  const reader = openPictureReader();
  await expect(
    reader.read({ tab: 1, told: [], png: 'data:image/png;base64,AAAA' }),
  ).rejects.toThrow(TypeError);
  const asked = reader.read({ tab: 1, told: [], png: pictureOf('#0000ff') });
  opened[0]?.dispatchEvent(new Event('error'));
  await expect(asked).rejects.toThrow(TypeError);
  const next = await reader.read({ tab: 1, told: [], png: pictureOf('#0000ff') });
  expect(next).toMatchObject({ isFirst: true });
  expect(opened).toHaveLength(2);
  reader.close();
  await expect(reader.read({ tab: 1, told: [], png: pictureOf('#0000ff') })).rejects.toThrow(
    TypeError,
  );
});
