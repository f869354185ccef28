import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FaultPoint } from "../../src/core/ports/fault-points.js";

const SCRIPT = fileURLToPath(new URL("role-process.mjs", import.meta.url));

/** A process with one role, which is killed and started again. */
export interface RoleLife {
  readonly role: string;
  /** Begins a life; resolves when it serves or has ended. */
  start(): Promise<void>;
  isAlive(): boolean;
  /** From now on it ends itself there; null: nowhere. */
  dieAt(point: FaultPoint | null): void;
  /** kill -9 from outside. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to its exit code. */
  stop(): Promise<number | null>;
}

export function createRoleLife(role: string, settings: Readonly<Record<string, string>>): RoleLife {
  let child: ChildProcess | null = null;
  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null;

  return {
    role,
    isAlive,
    async start() {
      const life = fork(SCRIPT, [], {
        env: { PATH: process.env.PATH, LOG_LEVEL: "fatal", PORT: "0", ...settings, ROLES: role },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      child = life;
      await Promise.race([once(life, "message"), once(life, "exit")]);
    },
    dieAt(point) {
      if (child?.connected) child.send({ killAt: point });
    },
    async kill() {
      if (!isAlive()) return;
      const end = once(child as ChildProcess, "exit");
      child?.kill("SIGKILL");
      await end;
    },
    async stop() {
      if (!isAlive()) return null;
      const end = once(child as ChildProcess, "exit");
      child?.kill("SIGTERM");
      const [code] = await end;
      return code;
    },
  };
}
