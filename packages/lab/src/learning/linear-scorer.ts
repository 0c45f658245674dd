/**
 * Which of several options is right, learnt from examples: an averaged
 * perceptron over named features (Collins 2002, "Discriminative training methods
 * for hidden Markov models"). The same examples in the same order give the same
 * weights.
 */
export interface LinearScorer {
  /** The position of the best option; of equals the first. -1 where there is none. */
  best(options: readonly (readonly string[])[]): number;
  /** One example: any of the positions in `right` is right, and of them the one that scores best is taught. */
  learn(options: readonly (readonly string[])[], right: readonly number[]): void;
}

export function createLinearScorer(): LinearScorer {
  const weights = new Map<string, number>();
  const sums = new Map<string, number>();
  let seen = 0;
  let averaged: Map<string, number> | null = null;

  const bestBy = (
    from: ReadonlyMap<string, number>,
    options: readonly (readonly string[])[],
    among: readonly number[],
  ): number => {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (const index of among) {
      let score = 0;
      for (const feature of options[index] ?? []) score += from.get(feature) ?? 0;
      if (score > most) [best, most] = [index, score];
    }
    return best;
  };
  const average = (): Map<string, number> =>
    new Map(
      [...weights].map(([name, weight]) => [name, weight - (sums.get(name) ?? 0) / (seen + 1)]),
    );

  return {
    best: (options) => {
      averaged ??= average();
      return bestBy(averaged, options, [...options.keys()]);
    },
    learn: (options, right) => {
      averaged = null;
      seen += 1;
      const guess = bestBy(weights, options, [...options.keys()]);
      if (right.length === 0 || right.includes(guess)) return;
      const change = (features: readonly string[] | undefined, by: number): void => {
        for (const feature of features ?? []) {
          weights.set(feature, (weights.get(feature) ?? 0) + by);
          sums.set(feature, (sums.get(feature) ?? 0) + by * seen);
        }
      };
      change(options[bestBy(weights, options, right)], 1);
      change(options[guess], -1);
    },
  };
}
