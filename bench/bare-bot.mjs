// The least a bot can do: discord.js, and every command deferred as it comes. What our own acknowledgement is held against.
import { Client, GatewayDispatchEvents, GatewayIntentBits, Routes } from "discord.js";
import { answerCalls } from "./processes.mjs";

const { DISCORD_API_URL: api, DISCORD_CDN_URL: cdn, DISCORD_MEDIA_URL: mediaProxy } = process.env;
const COMMANDS = [
  {
    name: "imagine",
    description: "Make a picture from words",
    options: [
      { type: 3, name: "prompt", description: "What you would like to see", required: true },
    ],
  },
];

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api, cdn, mediaProxy },
});
client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ id, token }) => {
  client.rest
    .post(Routes.interactionCallback(id, token), { body: { type: 5 }, auth: false })
    .catch((error) => console.error(error));
});
await client.login("a-bot-token");
const { id } = await client.rest.get(Routes.currentApplication());
await client.rest.put(Routes.applicationCommands(id), { body: COMMANDS });

answerCalls({});
