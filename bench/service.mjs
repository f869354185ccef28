// The service in a process of its own, on the chats and the database its settings name. Started by `ack.mjs`.
// With a PUBLIC_URL it is heard by HTTP, too, as providers want that tell of their runs.
// BENCH_PROVIDER=instant replaces the provider by one that answers at once, or BENCH_PACE_MS later.
import { monitorEventLoopDelay } from "node:perf_hooks";
import sharp from "sharp";
import { compose } from "../dist/compose.js";
import { parseConfig } from "../dist/config.js";
import { startHttpListener } from "../dist/sandbox/http-listener.js";
import { answerCalls } from "./processes.mjs";
import { createStandInProvider } from "./providers.mjs";

const parsed = parseConfig(process.env);
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));
const isInstant = process.env.BENCH_PROVIDER === "instant";
const paceMs = Number(process.env.BENCH_PACE_MS ?? 0);
const app = await compose(
  parsed.config,
  isInstant ? { providers: [createStandInProvider({ paceMs: () => paceMs })] } : {},
);
await app.start();
let webhookAt = 0;
if (parsed.config.isPublic) {
  await startHttpListener({
    port: parsed.config.port,
    fetch(request, bindings) {
      if (request.method === "POST") webhookAt = Date.now();
      return app.fetch(request, bindings);
    },
  });
}
let cpuBefore = process.cpuUsage();

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

answerCalls({
  /** Everybody writes to us for the first time, and has the trial credits from then on. */
  async fund({ userIds }) {
    for (const userId of userIds) {
      await app.useCases.identifyAccount({ platform: "discord", userId, locale: "en" });
    }
    delay.reset();
  },

  async standing() {
    const [row] = await app.client.$queryRaw`
      SELECT (SELECT count(*) FROM generations WHERE ended_at IS NULL)::int AS open,
             (SELECT count(*) FROM attempts WHERE ended_at IS NULL)::int AS "atWork",
             (SELECT count(*) FROM generations WHERE state = 'succeeded')::int AS succeeded,
             (SELECT count(*) FROM generations)::int AS all,
             (SELECT count(*) FROM deliveries WHERE state IN ('progress', 'ready'))::int AS undelivered,
             (SELECT count(*) FROM deliveries WHERE state = 'sent')::int AS delivered`;
    return row;
  },

  /** How long the event loop was held up at most and, at the 99th percentile, since the last time. */
  delay() {
    const held = { maxMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 };
    delay.reset();
    return held;
  },

  /** MB resident. */
  resident: () => process.memoryUsage().rss / 1024 / 1024,

  webhookAt: () => webhookAt,

  /** ms of processor time, all threads together, since the last time. */
  cpu() {
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuBefore = process.cpuUsage();
    return (user + system) / 1_000;
  },

  /** ms of processor time for fetching the picture, decoding and encoding it, so many times. */
  async cpuOfBarePictures({ url, times }) {
    const before = process.cpuUsage();
    for (let count = 0; count < times; count += 1) {
      const answer = await fetch(url);
      await sharp(await answer.arrayBuffer())
        .png()
        .toBuffer();
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  },

  reconcile: () => app.adminCommands.reconcile({}),
});
