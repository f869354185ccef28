import type { Finding, Mark } from "./check.js";
import type { Examined } from "./examine.js";

const SIGNS: Readonly<Record<Mark, string>> = { ok: "✓", off: "–", warning: "!", fault: "✗" };

/** Lines for a person: what was found, and below it what to do next. */
export function renderReport(examined: readonly Examined[]): string {
  const width = Math.max(...examined.map(({ name }) => name.length));
  const lines = examined.flatMap(({ name, findings }) =>
    findings.flatMap((finding, at) => renderFinding(finding, at === 0 ? name : "", width)),
  );
  return [...lines, "", renderVerdict(examined)].join("\n");
}

function renderFinding({ mark, text, next }: Finding, name: string, width: number): string[] {
  const line = `${SIGNS[mark]} ${name.padEnd(width)}  ${text}`;
  return next === undefined ? [line] : [line, `  ${"".padEnd(width)}  → ${next}`];
}

function renderVerdict(examined: readonly Examined[]): string {
  const count = (mark: Mark) =>
    examined.flatMap(({ findings }) => findings).filter((finding) => finding.mark === mark).length;
  const faults = count("fault");
  const warnings = count("warning");
  if (faults > 0) return `Not ready: ${faults} to mend (✗), ${warnings} to look at (!).`;
  return warnings > 0 ? `Ready, with ${warnings} to look at (!).` : "Ready.";
}

/** For machines: everything in one object, in the same order. */
export function renderJson(examined: readonly Examined[]): string {
  const findings = examined.flatMap(({ name, findings }) =>
    findings.map((finding) => ({ check: name, ...finding })),
  );
  return JSON.stringify({ isFine: isFine(examined), findings }, null, 2);
}

/** Warnings do not count. */
export function isFine(examined: readonly Examined[]): boolean {
  return examined.every(({ findings }) => findings.every(({ mark }) => mark !== "fault"));
}
