import { setImmediate as nextTurn } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";

/**
 * PGlite works in the program's own thread, and as long as statements wait it goes from one to the next without ever
 * letting go of it: under load, sockets and timers would be left alone for seconds. Here each of them has a turn
 * before every statement.
 */
export class YieldingPGlite extends PGlite {
  override _runExclusiveQuery<T>(run: () => Promise<T>): Promise<T> {
    return super._runExclusiveQuery(async () => {
      await nextTurn();
      return run();
    });
  }
}
