// From Enter in the console to the picture in the console, over the console's own HTTP actions and event stream.
import { SEED } from "../dist/sandbox/discord-api/world/seed.js";
import { seedIds } from "../dist/sandbox/telegram-api/seed.js";
import { median } from "./figures.mjs";
import { inFolder, startService } from "./processes.mjs";

const RUNS = 10;
const TARGET_S = 2;
const PATIENCE_MS = 30_000;
const PROMPTS = ["a red fox in the snow", "a lighthouse at dusk", "a bicycle in a meadow"];

/**
 * @typedef {object} Chat
 * @property {string} name
 * @property {(prompt: string) => { path: string, input: unknown }} ask What the page sends at Enter.
 * @property {(event: any) => boolean} isPicture
 */

/** @type {readonly Chat[]} */
const chats = [
  {
    name: "Discord",
    ask: (prompt) => ({
      path: "discord/run",
      input: {
        userId: SEED.users.ada,
        channelId: SEED.channels.general,
        name: "imagine",
        options: { prompt },
      },
    }),
    isPicture: ({ message }) => message?.isFromBot && message.attachments.length > 0,
  },
  {
    name: "Telegram",
    ask: (prompt) => ({
      path: "telegram/send",
      input: { userId: seedIds.ana, chatId: seedIds.ana, text: `/imagine ${prompt}` },
    }),
    isPicture: ({ message }) => message?.from?.is_bot && message.photo !== undefined,
  },
];

/** @type {import("./figures.mjs").Measurement} */
export const pictureMeasurement = {
  name: "picture",
  what: "/imagine in the console → its picture, the sandbox's usual pace included",
  measure: () =>
    inFolder(async (folder) => {
      const service = await startService(folder, { TRIAL_CREDITS: "1000" });
      try {
        const figures = [];
        for (const chat of chats) figures.push(...(await measureChat(service.url, chat)));
        return figures;
      } finally {
        await service.stop();
      }
    }),
};

/** @param {string} url @param {Chat} chat */
async function measureChat(url, chat) {
  const stop = new AbortController();
  const events = readEvents(`${url}/console/events`, stop.signal);
  await events.next(); // The snapshot: the page is open.
  const seconds = [];
  for (let run = 0; run < RUNS; run += 1) {
    const startedAt = performance.now();
    const sent = post(url, chat.ask(PROMPTS[run % PROMPTS.length]));
    await nextPicture(events, chat);
    seconds.push((performance.now() - startedAt) / 1_000);
    await sent;
  }
  stop.abort();
  const unit = "s";
  return [
    {
      name: `${chat.name}, slowest of ${RUNS}`,
      value: Math.max(...seconds),
      unit,
      atMost: TARGET_S,
    },
    { name: `${chat.name}, median`, value: median(seconds), unit },
  ];
}

/** @param {AsyncIterator<any>} events @param {Chat} chat */
async function nextPicture(events, chat) {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { value: event, done } = await events.next();
    if (done) throw new Error("the console's event stream ended");
    if (chat.isPicture(event)) return;
  }
  throw new Error(`no picture came in ${chat.name} within ${PATIENCE_MS} ms`);
}

/** @param {string} url @param {{ path: string, input: unknown }} action */
async function post(url, { path, input }) {
  const response = await fetch(`${url}/console/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** The data of Server-Sent Events, as they come. */
async function* readEvents(url, signal) {
  const response = await fetch(url, { signal });
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}
