export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets at most `most` pieces of work run at once, the rest in the order they came. */
export function createTurns(most: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function takeTurn(work) {
    if (running < most) running += 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
