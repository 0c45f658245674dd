/** Coordinates of a place on earth. */
import type { PatternRule } from './rule.ts';

export const geoRules: readonly PatternRule[] = [
  {
    rule: 'geo',
    kind: 'geo',
    pattern:
      /(?<![\p{L}\p{N}.])[-+]?\d{1,3}\.\d{3,8}°?[ ]?[NSns]?[,; ]{1,2}[-+]?\d{1,3}\.\d{3,8}°?(?:[ ]?[EWOew])?(?![\p{L}\p{N}])/gu,
    confidence: 0.9,
    holds: (value) => {
      const [lat = 999, lon = 999] = (value.match(/\d{1,3}\.\d+/gu) ?? []).map(Number);
      return lat <= 90 && lon <= 180;
    },
  },
  {
    rule: 'geo.degrees',
    kind: 'geo',
    pattern:
      /(?<![\p{L}\p{N}.])\d{1,2}°[ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:\.\d{1,4})?["”″])?[ ]?[NSns],?[ ]{0,2}\d{1,3}°[ ]?\d{1,2}['’′][ ]?(?:\d{1,2}(?:\.\d{1,4})?["”″])?[ ]?[EWOewo](?![\p{L}\p{N}])/gu,
    confidence: 0.95,
  },
  {
    rule: 'geo.label',
    kind: 'geo',
    pattern:
      /\b(?:lat(?:itude)?|lng|lon(?:gitude)?|breite(?:ngrad)?|l[äa]nge(?:ngrad)?)["']?[ ]?[:=]?[ ]{0,2}(?<value>[-+]?\d{1,3}\.\d{2,8})(?![\p{L}\p{N}])/giu,
    confidence: 0.9,
  },
];
