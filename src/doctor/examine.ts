import { setTimeout } from "node:timers/promises";
import type { Config } from "../settings/config.js";
import { toReason } from "./ask-vendor.js";
import { type DoctorCheck, type Finding, fault } from "./check.js";

const TIMEOUT_MS = 5_000;

export interface Examined {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Runs all checks side by side. The order is that of the checks, whichever ends first; none takes the others down. */
export function examine(
  checks: readonly DoctorCheck[],
  config: Config,
): Promise<readonly Examined[]> {
  return Promise.all(checks.map((check) => examineOne(check, config)));
}

async function examineOne(check: DoctorCheck, config: Config): Promise<Examined> {
  const { name, timeoutMs = TIMEOUT_MS } = check;
  const timeIsOver = new AbortController();
  const ended = new AbortController();
  const late = setTimeout(timeoutMs, undefined, { signal: ended.signal }).then(
    () => [fault(`No answer within ${timeoutMs / 1_000} s.`)],
    () => [],
  );
  try {
    const findings = await Promise.race([check.run(config, timeIsOver.signal), late]);
    return { name, findings };
  } catch (error) {
    return { name, findings: [fault(`Does not answer (${toReason(error)}).`)] };
  } finally {
    ended.abort();
    timeIsOver.abort();
  }
}
