// Fifty requests a second: how soon Discord is told that we heard them, and what becomes of them.
import { load, loadBareBot, PER_SECOND, SECONDS, USERS } from "./ack-load.mjs";
import { percentile } from "./figures.mjs";
import { inFolder } from "./processes.mjs";
import { onPostgres, onRedis } from "./servers.mjs";

const LIMIT_MS = 3_000;
const TARGET_P99_MS = 300;
const TARGET_TIMES_BARE = 1.5;

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
    const bareP50 = percentile(inTime(await loadBareBot()), 0.5);
    const figures = [{ name: "a bare discord.js handler: p50", value: bareP50, unit: "ms" }];
    for (const [storage, on] of Object.entries(storages)) {
      // Drawing takes the same cores wherever the state lies.
      const providers = /** @type {Provider[]} */ (
        storage === "PGlite" ? ["instant", "sketch"] : ["instant"]
      );
      for (const provider of providers) {
        const title = `${storage}, ${provider}`;
        try {
          const run = await on((settings) =>
            inFolder((folder) => load(folder, provider, settings)),
          );
          if (run) console.log(`  ${title}: ${describe(run)}`);
          figures.push(...(run ? toFigures(title, { provider, run, bareP50 }) : [missing(title)]));
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

/** @param {readonly (number | null)[]} acknowledgedAfterMs */
const inTime = (acknowledgedAfterMs) => acknowledgedAfterMs.filter((ms) => ms !== null);

/** @param {string} title @param {{ provider: Provider, run: Awaited<ReturnType<typeof load>>, bareP50: number }} measured */
function toFigures(title, { provider, run, bareP50 }) {
  const heard = inTime(run.acknowledgedAfterMs);
  const late = run.acknowledgedAfterMs.length - heard.length;
  const { all, succeeded, delivered } = run.standing;
  const lost = heard.length - Math.min(succeeded, delivered, run.pictures);
  return [
    {
      name: `${title}: p99`,
      value: percentile(
        run.acknowledgedAfterMs.map((ms) => ms ?? LIMIT_MS),
        0.99,
      ),
      unit: "ms",
      ...(provider === "instant" && { atMost: TARGET_P99_MS }),
      note: heard.length === 0 ? "" : `slowest ${Math.max(...heard)} ms`,
    },
    {
      name: `${title}: p50 ÷ the bare handler's`,
      value: percentile(heard, 0.5) / bareP50,
      unit: "times",
      ...(provider === "instant" && { atMost: TARGET_TIMES_BARE }),
      note: `p50 ${percentile(heard, 0.5)} ms`,
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
  const heard = inTime(acknowledgedAfterMs).length;
  const held99 = `event loop held up ${held.p99Ms.toFixed(0)} ms at p99, ${held.maxMs.toFixed(0)} at most`;
  const own = `Discord's own ${ownDelayMs.toFixed(0)} ms at p99`;
  const strange = unknownCalls.length > 0 ? `, unknown calls: ${unknownCalls.join(", ")}` : "";
  return `${heard} in time; ${held99}; ${own}; backlog gone after ${(tookMs / 1_000).toFixed(1)} s${strange}`;
}
