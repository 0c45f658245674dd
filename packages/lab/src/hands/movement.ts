/**
 * Where a hand moves and when it strikes keys, as plain plans: no I/O, no clock.
 *
 * Pointer: minimum jerk along a slightly bowed path (Flash & Hogan, "The
 * coordination of arm movements", 1985), for as long as Fitts's law says.
 * Keys: log-normal pauses, as in Dhakal et al., "Observations on typing from
 * 136 million keystrokes", CHI 2018.
 */
import type { Random } from '@understudy/base';
import type { Box, Point } from './place.ts';

export interface PathPoint extends Point {
  /** Milliseconds since the movement's start. */
  readonly atMs: number;
}

const stepMs = 8;
/** Fitts's law for a mouse: a + b · log2(distance / width + 1), in milliseconds. */
const fittsStartMs = 90;
const fittsSlopeMs = 115;

/** From 0 (inclusive) to 1 (exclusive). */
export function uniform(random: Random): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
}

/** Mean 0, standard deviation 1 (Box–Muller). */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

/** A movement to a target `targetWidth` pixels wide: one point each 8 ms, whole pixels, the last one `to`, which is whole itself. */
export function planMove(
  from: Point,
  to: Point,
  targetWidth: number,
  random: Random,
): readonly PathPoint[] {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const distance = Math.hypot(dx, dy);
  if (distance < 1) return [];
  const difficulty = Math.log2(distance / Math.max(4, targetWidth) + 1);
  const pace = 1 + 0.12 * clamp(normal(random), -2, 2);
  const durationMs = Math.max(60, (fittsStartMs + fittsSlopeMs * difficulty) * pace);
  const bow = 0.05 * distance * clamp(normal(random), -2, 2);
  const steps = Math.max(2, Math.round(durationMs / stepMs));
  const points: PathPoint[] = [];
  for (let step = 1; step < steps; step += 1) {
    const t = step / steps;
    const along = t ** 3 * (10 - 15 * t + 6 * t * t);
    const aside = bow * Math.sin(Math.PI * along) + 0.4 * normal(random);
    points.push({
      x: Math.round(from.x + dx * along - (dy / distance) * aside),
      y: Math.round(from.y + dy * along + (dx / distance) * aside),
      atMs: step * stepMs,
    });
  }
  points.push({ ...to, atMs: steps * stepMs });
  return points;
}

/** A place within the box that a person would hit: near the middle, never at the edge. */
export function aimAt(box: Box, random: Random): Point {
  const place = (start: number, size: number): number =>
    Math.round(start + size / 2 + clamp(normal(random), -2, 2) * size * 0.12);
  return { x: place(box.x, box.width), y: place(box.y, box.height) };
}

export interface KeyTiming {
  /** The pause before the key goes down. */
  readonly pauseMs: number;
  readonly holdMs: number;
}

/** The rhythm of a text, one timing for each of its characters. */
export function planTyping(characters: readonly string[], random: Random): readonly KeyTiming[] {
  return characters.map((character) => {
    const slower = character === ' ' ? 1.15 : /[A-Z0-9]|[^\w\s]/.test(character) ? 1.4 : 1;
    return {
      pauseMs: clamp(82 * slower * Math.exp(0.38 * normal(random)), 25, 600),
      holdMs: clamp(62 * Math.exp(0.22 * normal(random)), 30, 160),
    };
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
