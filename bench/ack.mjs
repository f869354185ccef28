// Fifty requests a second: how soon Discord is told that we heard them, and what becomes of them.
import { load, PER_SECOND, SECONDS, USERS } from "./ack-load.mjs";
import { percentile } from "./figures.mjs";
import { inFolder } from "./processes.mjs";
import { onPostgres, onRedis } from "./servers.mjs";

const LIMIT_MS = 3_000;
const TARGET_P99_MS = 300;

/** @typedef {import("./ack-load.mjs").Provider} Provider */

/** Where the state lies. Each resolves to null when its servers are not there. */
const storages = {
  PGlite: (work) => work({}),
  Postgres: (work) => onPostgres((url) => work({ DATABASE_URL: url })),
  "Postgres and Redis": (work) =>
    onRedis((redis) => onPostgres((url) => work({ DATABASE_URL: url, REDIS_URL: redis }))),
};

/** @type {import("./figures.mjs").Measurement} */
export const ackMeasurement = {
  name: "ack",
  what: `${USERS} users, ${PER_SECOND} /imagine a second for ${SECONDS} s, however slowly they are answered`,
  async measure() {
    const figures = [];
    for (const [storage, on] of Object.entries(storages)) {
      for (const provider of /** @type {Provider[]} */ (["instant", "sketch"])) {
        const title = `${storage}, ${provider}`;
        try {
          const run = await on((settings) =>
            inFolder((folder) => load(folder, provider, settings)),
          );
          if (run) console.log(`  ${title}: ${describe(run)}`);
          figures.push(...(run ? toFigures(title, provider, run) : [missing(title)]));
        } catch (error) {
          // The other runs are worth having all the same.
          console.error(error);
          process.exitCode = 1;
          figures.push({ name: title, value: null, unit: "", note: String(error) });
        }
      }
    }
    return figures;
  },
};

/** @param {string} title @param {Provider} provider @param {Awaited<ReturnType<typeof load>>} run */
function toFigures(title, provider, run) {
  const inTime = run.acknowledgedAfterMs.filter((ms) => ms !== null);
  const late = run.acknowledgedAfterMs.length - inTime.length;
  const { all, succeeded, delivered } = run.standing;
  const lost = inTime.length - Math.min(succeeded, delivered, run.pictures);
  return [
    {
      name: `${title}: p99`,
      value: percentile(
        run.acknowledgedAfterMs.map((ms) => ms ?? LIMIT_MS),
        0.99,
      ),
      unit: "ms",
      ...(provider === "instant" && { atMost: TARGET_P99_MS }),
      note:
        inTime.length === 0
          ? ""
          : `p50 ${percentile(inTime, 0.5)} ms, slowest ${Math.max(...inTime)} ms`,
    },
    {
      name: `${title}: over 3 s`,
      value: late,
      unit: "",
      atMost: 0,
      note: `of ${run.acknowledgedAfterMs.length}`,
    },
    {
      name: `${title}: acknowledged but without a picture`,
      value: lost,
      unit: "",
      atMost: 0,
      note: `${all} requested, ${succeeded} made, ${delivered} delivered`,
    },
    { name: `${title}: backlog gone after`, value: run.tookMs / 1_000, unit: "s" },
    {
      name: `${title}: books that differ`,
      value: run.books.isFine ? 0 : 1,
      unit: "",
      atMost: 0,
      note: run.books.text,
    },
  ];
}

/** @param {string} title @returns {import("./figures.mjs").Figure} */
function missing(title) {
  return { name: title, value: null, unit: "", note: "its servers are not reachable" };
}

/** Where time was spent waiting: the platform's own process must not be what is measured. */
function describe({ acknowledgedAfterMs, held, ownDelayMs, tookMs, unknownCalls }) {
  const inTime = acknowledgedAfterMs.filter((ms) => ms !== null).length;
  const held99 = `event loop held up ${held.p99Ms.toFixed(0)} ms at p99, ${held.maxMs.toFixed(0)} at most`;
  const own = `Discord's own ${ownDelayMs.toFixed(0)} ms at p99`;
  const strange = unknownCalls.length > 0 ? `, unknown calls: ${unknownCalls.join(", ")}` : "";
  return `${inTime} in time; ${held99}; ${own}; backlog gone after ${(tookMs / 1_000).toFixed(1)} s${strange}`;
}
