import { parseConfig } from "../config.js";
import type { Config } from "../settings/config.js";
import { type DoctorCheck, fault, ok } from "./check.js";
import { checks } from "./checks/registry.js";
import { type Examined, examine } from "./examine.js";
import { isFine, renderJson, renderReport } from "./render-report.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Looks at every piece the settings name. Changes nothing but a probe file and a probe object, which it takes away. */
export async function runDoctor(
  env: Environment,
  options: { isJson: boolean; checks?: readonly DoctorCheck[] },
): Promise<{ isFine: boolean; text: string }> {
  const { faults, config } = readSettings(env);
  const settings: Examined = { name: "settings", findings: describeSettings(config, faults) };
  const rest = config ? await examine(options.checks ?? checks, config) : [];
  const examined = [settings, ...rest];
  return {
    isFine: isFine(examined),
    text: options.isJson ? renderJson(examined) : renderReport(examined),
  };
}

function describeSettings(config: Config | null, faults: readonly string[]) {
  if (faults.length > 0) return faults.map((text) => fault(text));
  if (!config?.isSandbox) return [ok("All settings are understood.")];
  const text = "No chat is set: npm start opens the sandbox, with its own Discord and Telegram.";
  const next =
    "To go live, set DISCORD_TOKEN or TELEGRAM_BOT_TOKEN, and REPLICATE_API_TOKEN or FAL_KEY, in .env; docs/operate.md tells how.";
  return [ok(text, next)];
}

/** With faulty settings left out, the other pieces can be looked at all the same. */
function readSettings(env: Environment): { faults: readonly string[]; config: Config | null } {
  const parsed = parseConfig(env);
  if (parsed.ok) return { faults: [], config: parsed.config };
  const blamed = new Set(parsed.faults.flatMap(readNames));
  const sound = Object.fromEntries(Object.entries(env).filter(([name]) => !blamed.has(name)));
  const second = parseConfig(sound);
  return { faults: parsed.faults, config: second.ok ? second.config : null };
}

/** A fault begins with the settings it is about. */
function readNames(faultText: string): string[] {
  return (faultText.split(":")[0] ?? "").split(" or ");
}
