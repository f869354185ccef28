// What measurements hand back, and how it is shown and kept.
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "./processes.mjs";

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number | null} value Null: it could not be measured here; `note` says why.
 * @property {string} unit
 * @property {number} [atMost] The target, where there is one.
 * @property {number} [atLeast] The same the other way round.
 * @property {string} [note]
 */

/**
 * One measurement. It throws when something is broken; a server it only can use if there is one is no such thing.
 *
 * @typedef {object} Measurement
 * @property {string} name As on the command line.
 * @property {string} what
 * @property {() => Promise<Figure[]>} measure
 */

/** @param {readonly number[]} values @param {number} share 0.5 for the median */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("nothing was measured");
  return value;
}

/** @param {readonly number[]} values */
export const median = (values) => percentile(values, 0.5);

/** @param {Figure} figure */
export function isMissed({ value, atMost, atLeast }) {
  if (value === null) return false;
  return (atMost !== undefined && value > atMost) || (atLeast !== undefined && value < atLeast);
}

/** What the figures depend on. The load is that of others when nothing has been measured yet. */
export function describeMachine() {
  const [processor] = cpus();
  return {
    cores: cpus().length,
    processor: processor?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    loadBefore: loadavg().map((load) => Math.round(load * 100) / 100),
  };
}

/** @param {ReturnType<typeof describeMachine>} machine */
export function machineLine({ cores, processor, memoryGb, node, loadBefore }) {
  return `${cores} cores (${processor}), ${memoryGb} GB, Node ${node}, load before ${loadBefore[0]}`;
}

/** @param {readonly Figure[]} figures */
export function toTable(figures) {
  const rows = figures.map((figure) => [
    figure.name,
    figure.value === null ? "not measured" : toText(figure.value, figure.unit),
    toTarget(figure),
    verdict(figure),
    figure.note ?? "",
  ]);
  const table = [["figure", "value", "target", "", "note"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => [...(row[column] ?? "")].length)),
  );
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}

/** @param {Figure} figure */
function toTarget({ atMost, atLeast, unit }) {
  if (atMost !== undefined) return `≤ ${toText(atMost, unit)}`;
  return atLeast === undefined ? "" : `≥ ${toText(atLeast, unit)}`;
}

/** @param {Figure} figure */
function verdict(figure) {
  if (figure.value === null || toTarget(figure) === "") return "";
  return isMissed(figure) ? "MISSED" : "met";
}

/** @param {number} value @param {string} unit */
function toText(value, unit) {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`.trim();
}

/** @param {object} outcome */
export async function keep(outcome) {
  const folder = join(root, "bench-output");
  const path = join(folder, "bench.json");
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(outcome, null, 2)}\n`);
  return path;
}
