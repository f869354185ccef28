import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FaultPoint } from "../../src/core/ports/fault-points.js";

const SCRIPT = fileURLToPath(new URL("killable-service.mjs", import.meta.url));

/** What a life of the service is told beside its settings. */
export interface Orders {
  /** Where it ends itself; null: nowhere. */
  readonly killAt: FaultPoint | null;
  /** How long a picture takes besides drawing it. */
  readonly paceMs: number;
  readonly condition: "ok" | "fail";
}

/** The whole service in a process of its own, which is killed and started again on what it left behind. */
export interface KillableService {
  /** Begins a life. Resolves when it serves, or when it has ended itself before that. */
  start(orders?: Partial<Orders>): Promise<"ready" | "killed">;
  /** Changes the orders of the life that runs. */
  order(orders: Partial<Orders>): Promise<void>;
  /** Resolves when this life has ended itself by SIGKILL; rejects when it does not within the time. */
  death(withinMs: number): Promise<void>;
  isAlive(): boolean;
  select<Row>(sql: string): Promise<Row[]>;
  reconcile(): Promise<{ isFine: boolean; text: string }>;
  /** kill -9 from outside. */
  kill(): Promise<void>;
}

interface Life {
  readonly child: ChildProcess;
  /** The signal that ended it, or its exit code. */
  readonly end: Promise<NodeJS.Signals | number | null>;
}

/** Lives on, and makes pictures. */
export const USUAL: Orders = { killAt: null, paceMs: 300, condition: "ok" };

export function createKillableService(settings: Readonly<Record<string, string>>): KillableService {
  let life: Life | null = null;
  let lastId = 0;

  function ask(request: Record<string, unknown>): Promise<unknown> {
    const child = life?.child;
    if (!child?.connected) return Promise.reject(new Error("the service does not run"));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      const onExit = () => finish(() => reject(new Error("the service ended meanwhile")));
      const onMessage = (message: { id?: number; answer?: unknown; fault?: string }) => {
        if (message.id !== id) return;
        finish(() => (message.fault ? reject(new Error(message.fault)) : resolve(message.answer)));
      };
      function finish(settle: () => void): void {
        child?.off("message", onMessage).off("exit", onExit);
        settle();
      }
      child.on("message", onMessage).on("exit", onExit);
      child.send({ id, ...request });
    });
  }

  return {
    async start(orders = {}) {
      life = begin(settings, { ...USUAL, ...orders });
      const { child, end } = life;
      const ready = once(child, "message").then(() => "ready" as const);
      const ended = end.then((signal) => {
        if (signal === "SIGKILL") return "killed" as const;
        throw new Error(`the service could not start (${signal})`);
      });
      return Promise.race([ready, ended]);
    },
    async order(orders) {
      await ask({ order: orders });
    },
    async death(withinMs) {
      const signal = await Promise.race([life?.end, after(withinMs, "alive")]);
      if (signal !== "SIGKILL") throw new Error(`it did not die there (${signal})`);
    },
    isAlive: () => life !== null && life.child.exitCode === null && life.child.signalCode === null,
    select: async <Row>(sql: string) => (await ask({ query: sql })) as Row[],
    reconcile: async () =>
      (await ask({ command: "reconcile" })) as { isFine: boolean; text: string },
    async kill() {
      life?.child.kill("SIGKILL");
      await life?.end;
    },
  };
}

function begin(settings: Readonly<Record<string, string>>, orders: Orders): Life {
  const child = fork(SCRIPT, [], {
    // A life is short: what V8 compiles for speed, beside it and of WebAssembly, costs more than half of it.
    execArgv: ["--single-threaded", "--no-wasm-dynamic-tiering", "--max-semi-space-size=64"],
    // Nothing of the test runner's own, and no settings of the machine's.
    env: {
      LOG_LEVEL: "error",
      IMAGE_PROVIDERS: "sketch",
      ...settings,
      ...(orders.killAt && { KILL_AT: orders.killAt }),
      PACE_MS: String(orders.paceMs),
      CONDITION: orders.condition,
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const end = once(child, "exit").then(([code, signal]) => signal ?? code);
  return { child, end };
}

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(value), ms).unref();
  });
}
