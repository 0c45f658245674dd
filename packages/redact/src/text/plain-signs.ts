/**
 * Signs that look like others → those others, one for one, so that offsets stay:
 * full-width letters, digits of other scripts, blanks and hyphens that do not break.
 */
const unusual =
  /[\u00a0\u2000-\u200a\u2010-\u2015\u202f\u2212\u3000\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff01-\uff5e]/u;
const allUnusual = new RegExp(unusual.source, 'gu');

function toPlain(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
  for (const zero of [0x0660, 0x06f0, 0x0966])
    if (code >= zero && code <= zero + 9) return String(code - zero);
  return (code >= 0x2010 && code <= 0x2015) || code === 0x2212 ? '-' : ' ';
}

export function toPlainSigns(text: string): string {
  return unusual.test(text) ? text.replace(allUnusual, toPlain) : text;
}
