import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function redact(
  args: readonly string[],
  input: string | Buffer = '',
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'redact', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('understudy redact --text', () => {
  test('answers a line for each line, with spans in the given text and stand-ins in its own', () => {
    const text = 'Write to zoe@corp-mail.de';
    const { status, stdout } = redact(
      ['--text'],
      `${JSON.stringify({ id: 'a', text })}\n{"id":2,"text":"blue chairs"}\n`,
    );
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(first).toMatchObject({
      id: 'a',
      spans: [{ start: 9, end: text.length, kind: 'email', rule: 'email' }],
    });
    expect(first.text).toMatch(/^Write to \S+@example\.(com|org|net)$/u);
    expect(second).toEqual({ id: 2, spans: [], text: 'blue chairs' });
  });

  test.each<[string, string | Buffer]>([
    ['a line that is no JSON', 'secret words\n'],
    ['a line without a text', '{"id":1}\n'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('refuses %s without repeating it', (_, input) => {
    const { status, stdout, stderr } = redact(['--text'], input);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).not.toContain('secret words');
  });

  test('answers the lines before a broken one, and names that', () => {
    const broken = Buffer.concat([
      Buffer.from('{"id":1,"text":"blue"}\n{"text":"'),
      Buffer.of(0xff),
    ]);
    const { status, stdout, stderr } = redact(['--text'], broken);
    expect(status).toBe(1);
    expect(stdout).toContain('"text":"blue"');
    expect(stderr).toContain('Line 2 is not valid UTF-8');
  });

  test('a long text is redacted to its end, with offsets into the whole', () => {
    const text = `${'all is well here. '.repeat(3000)}Write to zoe@corp-mail.de`;
    const { stdout } = redact(['--text'], JSON.stringify({ text }));
    const { spans } = JSON.parse(stdout);
    expect(spans).toMatchObject([{ start: text.indexOf('zoe'), end: text.length, kind: 'email' }]);
  });

  test.each([
    [[]],
    [['--text', '--image', 'x.png', '--out', 'y']],
    [['--image', 'x.png']],
    [['--text', '--strict', '--balanced']],
  ])('exits 2 on wrong usage: %j', (args) => {
    expect(redact(args).status).toBe(2);
  });

  test('a picture that cannot be read is named, and what to do is said', () => {
    const { status, stderr } = redact(['--image', '/nowhere/shot.png', '--out', '/tmp']);
    expect(status).toBe(1);
    expect(stderr).toContain('/nowhere/shot.png cannot be read');
  });

  test('a picture that is given is never written over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'understudy-redact-'));
    try {
      const shot = join(folder, 'shot.png');
      await writeFile(shot, 'the original');
      const { status, stderr } = redact(['--image', shot, '--out', `${folder}/.`]);
      expect(status).toBe(1);
      expect(stderr).toContain('another folder');
      expect(await readFile(shot, 'utf8')).toBe('the original');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
