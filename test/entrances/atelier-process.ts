import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { until } from "../jobs/until.js";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

/** `node dist/main.js` or `dist/cli.js`, as an operator starts it, with nothing else in its environment. */
export interface AtelierProcess {
  readonly pid: number;
  /** The exit code, or the signal that ended it. */
  readonly end: Promise<number | NodeJS.Signals>;
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves to its address once it says that it is ready, and every piece it needs answers. */
  isReady(): Promise<string>;
}

/** A second or two; a machine that has more to do takes its time. */
const START_MS = 45_000;

export interface StartOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** The folder it is started in; an empty one when left out, so that no `.env` file is found. */
  readonly cwd?: string;
  readonly dist?: string;
  readonly args?: readonly string[];
}

/** Killed at the end of the test, if it has not ended by then. */
export function start(entrance: "main" | "cli", options: StartOptions = {}): AtelierProcess {
  const { settings = {}, dist = DIST, args = [] } = options;
  const empty = mkdtempSync(join(tmpdir(), "atelier-cwd-"));
  const child = spawn(process.execPath, [join(dist, `${entrance}.js`), ...args], {
    cwd: options.cwd ?? empty,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(empty, { recursive: true, force: true });
  });
  const written = { stdout: "", stderr: "" };
  child.stdout.on("data", (bytes: Buffer) => (written.stdout += bytes));
  child.stderr.on("data", (bytes: Buffer) => (written.stderr += bytes));
  // "close" comes when everything it wrote has been read.
  const end = once(child, "close").then(([code, signal]) => code ?? signal);
  let isOver = false;
  void end.then(() => {
    isOver = true;
  });

  return {
    pid: child.pid ?? 0,
    end,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    signal: (name) => void child.kill(name),
    async isReady() {
      const address = () => /Atelier is ready(?:: | on )(\S+)/.exec(written.stdout)?.[1];
      await until("the service", () => isOver || address() !== undefined, START_MS);
      const found = address();
      if (found === undefined) throw new Error(`it did not start: ${written.stderr}`);
      await until("every piece", async () => (await fetch(`${found}/readyz`)).ok, START_MS);
      return found;
    },
  };
}

export interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it to its end. */
export async function run(entrance: "main" | "cli", options: StartOptions = {}): Promise<Ended> {
  const atelier = start(entrance, options);
  const code = await atelier.end;
  return { code, stdout: atelier.stdout(), stderr: atelier.stderr() };
}

/** A refusal as an operator wants it: one sentence on stderr, nothing on stdout, exit 1. */
export function oneSentence(words: RegExp) {
  return { code: 1, stdout: "", stderr: matching(words) };
}

function matching(words: RegExp) {
  return {
    asymmetricMatch: (text: string) => {
      const isOneLine = /^[^\n]+\n$/.test(text);
      const isSecretive = !text.includes("hunter2");
      return isOneLine && isSecretive && !/\bat .*:\d+:\d+/.test(text) && words.test(text);
    },
    toString: () => `one sentence like ${words}`,
    toAsymmetricMatcher: () => `one sentence like ${words}`,
  };
}
