// Discord in a process of its own, so that its people and the service share no event loop. Started by `ack.mjs`.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { createDiscordApi } from "../dist/sandbox/discord-api/discord-api.js";
import { SEED } from "../dist/sandbox/discord-api/world/seed.js";
import { answerCalls } from "./processes.mjs";

const api = createDiscordApi();
const guildIds = [SEED.guilds.garden];
const channelId = SEED.channels.general;

function countPictures() {
  const messages = api.messages({ userId: SEED.users.ada, channelId });
  return messages.filter(({ attachments }) => attachments.length > 0).length;
}

answerCalls({
  listen: () => api.listen(),

  /** @param {{ count: number }} input @returns {string[]} their ids */
  addUsers: ({ count }) =>
    Array.from({ length: count }, (_, index) => api.addUser({ name: `User ${index}`, guildIds })),

  async ready() {
    await api.waitForGateway();
    while ((await api.listCommands({ userId: SEED.users.ada, channelId })).length === 0) {
      await pause(50);
    }
  },

  /**
   * Asks at the given rate whatever becomes of it, each user in turn.
   *
   * @param {{ userIds: string[], perSecond: number, seconds: number, models?: string[] }} input
   * @returns {Promise<{ acknowledgedAfterMs: (number | null)[], ownDelayMs: number }>} null: not in time
   */
  async load({ userIds, perSecond, seconds, models = [] }) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const startedAt = performance.now();
    const runs = [];
    for (let index = 0; index < perSecond * seconds; index += 1) {
      const dueInMs = startedAt + (index * 1_000) / perSecond - performance.now();
      if (dueInMs > 0) await pause(dueInMs);
      const userId = userIds[index % userIds.length];
      const model = models[index % models.length];
      const prompt = `a red fox in the snow, number ${index}`;
      const options = { prompt, ...(model && { model }) };
      runs.push(api.runCommand({ userId, channelId, name: "imagine", options }));
    }
    const views = await Promise.all(runs);
    delay.disable();
    return {
      acknowledgedAfterMs: views.map((view) => view.record().acknowledgedAfterMs),
      ownDelayMs: delay.percentile(99) / 1e6,
    };
  },

  /** @param {{ userId: string }} input @returns {Promise<number>} ms from the command to the picture in the channel */
  async timePicture({ userId }) {
    const before = countPictures();
    const startedAt = performance.now();
    const options = { prompt: `a red fox in the snow, number ${before}` };
    await api.runCommand({ userId, channelId, name: "imagine", options });
    while (countPictures() === before) await pause(5);
    return performance.now() - startedAt;
  },

  /** @param {{ userId: string }} input @returns {Promise<number>} when the picture was in the channel, by `Date.now` */
  async pictureAt({ userId }) {
    const before = countPictures();
    const options = { prompt: `a red fox in the snow, number ${before}` };
    await api.runCommand({ userId, channelId, name: "imagine", options });
    while (countPictures() === before) await pause(5);
    return Date.now();
  },

  /** Messages with a picture, and calls that the real Discord would not know either. */
  look: () => ({
    pictures: countPictures(),
    unknownCalls: api.unknownCalls(),
  }),
});
