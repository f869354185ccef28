/**
 * Lets at most `most` pieces of work run at once, the rest in the order they came. sharp draws on libuv's four
 * threads, which files and DNS need too.
 */
export function createDrawingTurns(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
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
