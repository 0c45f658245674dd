import { describe, expect, test } from 'vitest';
import { isOrdinaryForm } from '../src/ocr/ordinary-forms.ts';

describe('a word that by its form tells of nobody', () => {
  test.each([
    ['when a server was asked', '[20/Nov/2026:09:14:02'],
    ['the machine itself', '::1'],
    ['who everybody is on a machine of everybody', 'root@files-2:~#'],
    ['and in a folder that every machine has', 'deploy@web:/var/log$'],
    ['a picture of a system with its version', 'postgres:16.4'],
    ['and of its sort', 'node:24.1-slim'],
    ['what runs', 'frontend-85595f5bf9-tqzbl'],
    ['what runs at set hours', 'auth-cron-28934410-k2x9d'],
    ['what runs on each machine', 'kube-proxy-8hx2m'],
    ['from when to when', '11-12:15'],
    ['and where a 1 was misread', '9-1lam'],
    ['how far a clock is from Greenwich', '+0100'],
    ['how many of what price', '3x4,20€'],
    ['what a setting is called', 'SMTP_PASSWORD='],
    ['and a constant', 'RETRY_DAYS'],
    ['and one with a short part', 'API_TTL'],
  ])('is %s', (_, text) => {
    expect(isOrdinaryForm(text)).toBe(true);
  });

  test.each([
    ['a day alone', '20/11/2026'],
    ['an address of the net', '2a01::1'],
    ['somebody at a machine', 'wren@files-2:~#'],
    ['a machine that is called as somebody', 'root@nadias-macbook:~#'],
    ['and one by a family', 'pi@brandt-home:~$'],
    ['a folder that is called as somebody', 'root@files:/srv/nadia#'],
    ['a picture in somebody’s account', 'nbrandt/web:2.3.1'],
    ['what somebody had', 'maria:10.45'],
    ['what runs for somebody', 'anna-77d9bc6f4-qq2xw'],
    ['words and a number, as passwords are', 'herring-lamp-42'],
    ['the end of a number', '+4471'],
    ['a constant of no word', 'QXKA_VTRA'],
    ['a file that is called by somebody', 'SMITH_LEASE'],
    ['and by whom no list knows', 'OKONKWITZ_REPORT'],
    ['a code with digits', 'GRACE_4471'],
    ['what a setting is set to', 'SMTP_PASSWORD=HERRING'],
  ])('is not %s', (_, text) => {
    expect(isOrdinaryForm(text)).toBe(false);
  });
});
