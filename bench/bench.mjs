// npm run bench                 every measurement
// npm run bench -- ack page     these
// It measures and does not judge: a missed target is said, and the exit code stays 0.
import { ackMeasurement } from "./ack.mjs";
import { booksMeasurement } from "./books.mjs";
import { etaMeasurement } from "./eta.mjs";
import { describeMachine, isMissed, keep, machineLine, toTable } from "./figures.mjs";
import { galleryMeasurement } from "./gallery.mjs";
import {
  providersCpuMeasurement,
  providersDeliveryMeasurement,
  providersManyMeasurement,
} from "./hosted.mjs";
import { intakeMeasurement } from "./intake.mjs";
import { jobsMeasurement } from "./jobs.mjs";
import { memoryMeasurement } from "./memory.mjs";
import { overheadMeasurement } from "./overhead.mjs";
import { pageMeasurement } from "./page.mjs";
import { pictureMeasurement } from "./picture.mjs";

/** @type {readonly import("./figures.mjs").Measurement[]} */
const measurements = [
  pageMeasurement,
  memoryMeasurement,
  pictureMeasurement,
  intakeMeasurement,
  overheadMeasurement,
  providersDeliveryMeasurement,
  providersCpuMeasurement,
  providersManyMeasurement,
  ackMeasurement,
  etaMeasurement,
  jobsMeasurement,
  booksMeasurement,
  galleryMeasurement,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !measurements.some((one) => one.name === name));
if (unknown.length > 0) {
  const names = measurements.map(({ name, what }) => `  ${name.padEnd(20)}${what}`);
  console.error([`There is no ${unknown.join(", ")}. There are:`, ...names].join("\n"));
  process.exit(1);
}

const machine = describeMachine();
console.log(machineLine(machine));
const outcomes = [];
for (const { name, what, measure } of measurements) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}: ${what}`);
  try {
    const figures = await measure();
    console.log(toTable(figures));
    outcomes.push({ name, figures });
  } catch (error) {
    console.error(error);
    outcomes.push({ name, figures: [], fault: String(error) });
    process.exitCode = 1;
  }
}

const missed = outcomes.flatMap(({ figures }) => figures.filter(isMissed));
const path = await keep({ at: new Date().toISOString(), machine, outcomes });
console.log(`\n${missed.length} of the targets missed${missed.length > 0 ? ":" : ""}`);
for (const { name } of missed) console.log(`  ${name}`);
console.log(`Written to ${path}`);
