// What the house takes of a hosted provider's pictures: time, processor and memory.
import { setTimeout as pause } from "node:timers/promises";
import { median, percentile } from "./figures.mjs";
import { withHosted } from "./hosted-service.mjs";
import { onPostgres, onRedis } from "./servers.mjs";

const RUNS = 20;
const PACE_MS = 700;
const IN_FLIGHT = 200;
/** Long enough that the last one has begun before the first one is over. */
const LONG_PACE_MS = 20_000;
const PER_SECOND = 20;
const PATIENCE_MS = 5 * 60_000;
const ACKNOWLEDGED_MS = 3_000;

/** @type {import("./figures.mjs").Measurement} */
export const providersDeliveryMeasurement = {
  name: "providers-delivery",
  what: `Replicate's webhook → the picture of a megapixel in the channel, ${RUNS} times, idle`,
  measure: () =>
    withHosted({ users: 1, paceMs: PACE_MS }, async ({ discord, service, userIds }) => {
      const tookMs = [];
      for (let run = 0; run < RUNS; run += 1) {
        const shownAt = await discord.ask("pictureAt", { userId: userIds[0] });
        tookMs.push(shownAt - (await service.ask("webhookAt")));
      }
      return [
        {
          name: "median",
          value: median(tookMs),
          unit: "ms",
          atMost: 250,
          note: `90th percentile ${percentile(tookMs, 0.9).toFixed(0)} ms`,
        },
      ];
    }),
};

/** @type {import("./figures.mjs").Measurement} */
export const providersCpuMeasurement = {
  name: "providers-cpu",
  what: `processor time of the service for each of ${RUNS} pictures of a megapixel, against what cannot be done without`,
  async measure() {
    const embedded = await cpuFigures("PGlite", {});
    const onServers = await onRedis((redisUrl) =>
      onPostgres((url) =>
        cpuFigures("Postgres and Redis", { DATABASE_URL: url, REDIS_URL: redisUrl }),
      ),
    );
    return [...embedded, ...(onServers ?? [])];
  },
};

/** The embedded database works in the service's own process, a server does not. */
function cpuFigures(where, settings) {
  return withHosted({ users: 1, paceMs: PACE_MS, settings }, async (hosted) => {
    const { discord, service, userIds, pictureUrl, sizeBytes } = hosted;
    const userId = userIds[0];
    await discord.ask("pictureAt", { userId });
    await service.ask("cpuOfBarePictures", { url: pictureUrl, times: 2 });
    const bareMs =
      (await service.ask("cpuOfBarePictures", { url: pictureUrl, times: RUNS })) / RUNS;
    await service.ask("cpu");
    for (let run = 0; run < RUNS; run += 1) await discord.ask("pictureAt", { userId });
    const ownMs = (await service.ask("cpu")) / RUNS;
    const note = `${(sizeBytes / 1024 / 1024).toFixed(1)} MB`;
    return [
      { name: `${where}: one bare fetch, decoded and encoded`, value: bareMs, unit: "ms", note },
      { name: `${where}: one delivered picture`, value: ownMs, unit: "ms" },
      { name: `${where}: times`, value: ownMs / bareMs, unit: "", atMost: 1.5 },
    ];
  });
}

/** @type {import("./figures.mjs").Measurement} */
export const providersManyMeasurement = {
  name: "providers-many",
  what: `${IN_FLIGHT} generations at Replicate at once, on PGlite, one process`,
  measure: () =>
    withHosted({ users: IN_FLIGHT, paceMs: LONG_PACE_MS, lanes: IN_FLIGHT / 2 }, async (hosted) => {
      const { discord, service, replicate, userIds } = hosted;
      const models = ["flux-schnell", "flux-dev"];
      const times = { userIds, perSecond: PER_SECOND, seconds: IN_FLIGHT / PER_SECOND, models };
      const asking = discord.ask("load", times);
      const { mostMb, mostAtWork, standing } = await watch(service);
      const { acknowledgedAfterMs } = await asking;
      const late = acknowledgedAfterMs.filter((ms) => ms === null || ms > ACKNOWLEDGED_MS).length;
      const answered = acknowledgedAfterMs.map((ms) => ms ?? ACKNOWLEDGED_MS);
      const slowest = `slowest ${Math.max(...answered).toFixed(0)} ms`;
      const p99 = percentile(answered, 0.99);
      const books = await service.ask("reconcile");
      const undelivered = IN_FLIGHT - Math.min(standing.succeeded, standing.delivered);
      const note = `${await replicate.ask("posts")} runs, ${standing.succeeded} made, ${standing.delivered} delivered`;
      return [
        { name: "at work at once, at most", value: mostAtWork, unit: "" },
        { name: "resident, at most", value: mostMb, unit: "MB", atMost: 600 },
        { name: "acknowledged: p99", value: p99, unit: "ms", note: slowest },
        { name: "acknowledged later than 3 s", value: late, unit: "", atMost: 0 },
        { name: "without a picture", value: undelivered, unit: "", atMost: 0, note },
        {
          name: "books that differ",
          value: books.isFine ? 0 : 1,
          unit: "",
          atMost: 0,
          note: books.text,
        },
      ];
    }),
};

/** Looks until everything that was asked for has ended. */
async function watch(service) {
  const startedAt = performance.now();
  let mostMb = 0;
  let mostAtWork = 0;
  for (;;) {
    const standing = await service.ask("standing");
    mostAtWork = Math.max(mostAtWork, standing.atWork);
    mostMb = Math.max(mostMb, await service.ask("resident"));
    const isOver = standing.all >= IN_FLIGHT && standing.open + standing.undelivered === 0;
    if (isOver || performance.now() - startedAt > PATIENCE_MS)
      return { mostMb, mostAtWork, standing };
    await pause(500);
  }
}
