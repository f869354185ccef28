// How close the time told at the request is to the time it took, over many runs of uneven length.
import { setTimeout as pause } from "node:timers/promises";
import { compose } from "../dist/compose.js";
import { parseConfig } from "../dist/config.js";
import { openSandbox } from "../dist/sandbox/sandbox.js";
import { median, percentile } from "./figures.mjs";
import { inFolder } from "./processes.mjs";
import { createStandInProvider } from "./providers.mjs";

const RUNS = 200;
const PEOPLE = 20;
const SEED = 20_260_101;
/** How long a run of a model takes: log-normal, with this median and this spread. */
const PACES = { "flux-schnell": { ms: 150, sigma: 0.5 }, "flux-dev": { ms: 450, sigma: 0.5 } };
const SHARE_OF_DEV = 0.25;
const LARGEST_BURST = 8;
const LONGEST_GAP_MS = 1_200;
const TARGET_PERCENT = 50;
const PATIENCE_MS = 120_000;

/** @type {import("./figures.mjs").Measurement} */
export const etaMeasurement = {
  name: "eta",
  what: `${RUNS} runs in bursts of 1 to ${LARGEST_BURST}: the time first told against the time it took`,
  measure: () =>
    inFolder(async (folder) => {
      const chance = createChance(SEED);
      const house = await openHouse(folder, chance);
      try {
        const told = await askInBursts(house, chance);
        await ended(house.app);
        return toFigures(await compare(house.app, told));
      } finally {
        await house.close();
      }
    }),
};

async function openHouse(folder, chance) {
  const settings = { DATA_DIR: folder, LOG_LEVEL: "error", TRIAL_CREDITS: "100000" };
  const parsed = parseConfig({ ...settings, MAX_REQUESTS_PER_MINUTE: "10000" });
  if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
  const sandbox = await openSandbox(parsed.config);
  const paceMs = (modelId) => PACES[modelId].ms * Math.exp(PACES[modelId].sigma * chance.normal());
  const app = await compose(sandbox.config, { providers: [createStandInProvider({ paceMs })] });
  await app.start();
  const people = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const { id } = await sandbox.telegram.addPerson({ firstName: `Person ${index}` });
    const who = { platform: "telegram", userId: String(id), locale: "en" };
    const account = await app.useCases.identifyAccount(who);
    people.push({ accountId: account.id, target: toTarget(sandbox.telegram.bot().id, id) });
  }
  return {
    app,
    people,
    async close() {
      await app.stop({ graceMs: 1_000 });
      await sandbox.close();
    },
  };
}

function toTarget(botId, userId) {
  return {
    platform: "telegram",
    botId: String(botId),
    chatId: String(userId),
    threadId: null,
    replyTo: null,
    userId: String(userId),
    language: "en",
    visibility: "everyone",
    isGroup: false,
    isUserInstall: false,
    grant: null,
  };
}

/** @returns {Promise<Map<string, { etaSeconds: number, place: number }>>} what was told, by generation */
async function askInBursts({ app, people }, chance) {
  const told = new Map();
  while (told.size < RUNS) {
    const size = Math.min(RUNS - told.size, 1 + Math.floor(chance.uniform() * LARGEST_BURST));
    for (let index = 0; index < size; index += 1) {
      const { accountId, target } = people[told.size % people.length];
      const model = chance.uniform() < SHARE_OF_DEV ? "flux-dev" : "flux-schnell";
      const asked = await app.useCases.requestGeneration({
        requestKey: `bench:${told.size}`,
        accountId,
        target,
        options: { prompt: "a red fox in the snow", model },
      });
      if (!asked.ok) throw new Error(`refused: ${asked.refusal.kind}`);
      const { generationId, deliveryId, report } = asked.value;
      // What cannot be shown now is overtaken by the result.
      app.useCases.showProgress(deliveryId, report).catch(() => undefined);
      told.set(generationId, report.phase);
    }
    await pause(chance.uniform() * LONGEST_GAP_MS);
  }
  return told;
}

async function ended(app) {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await app.client.generation.count({ where: { endedAt: null } })) > 0) {
    if (performance.now() > deadline) throw new Error(`not done within ${PATIENCE_MS} ms`);
    await pause(100);
  }
}

async function compare(app, told) {
  const rows = await app.client.generation.findMany({ where: { state: "succeeded" } });
  if (rows.length !== told.size) throw new Error(`${rows.length} of ${told.size} succeeded`);
  return rows.map(({ id, createdAt, endedAt }) => {
    const tookSeconds = (endedAt.getTime() - createdAt.getTime()) / 1_000;
    const { etaSeconds, place } = told.get(id);
    return { place, errorPercent: (Math.abs(etaSeconds - tookSeconds) / tookSeconds) * 100 };
  });
}

function toFigures(compared) {
  const errors = compared.map(({ errorPercent }) => errorPercent);
  const places = compared.map(({ place }) => place);
  return [
    {
      name: "error of the time told, median",
      value: median(errors),
      unit: "%",
      atMost: TARGET_PERCENT,
      note: `${errors.length} runs, places 1 to ${Math.max(...places)}`,
    },
    { name: "error of the time told, 90th percentile", value: percentile(errors, 0.9), unit: "%" },
  ];
}

/** The same sequence every time (mulberry32). */
function createChance(seed) {
  let state = seed;
  function uniform() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    uniform,
    /** Box and Muller. */
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
