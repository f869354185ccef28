import { describe, expect, it } from "vitest";
import { actions } from "../../../src/bots/actions/registry.js";
import { commands } from "../../../src/bots/commands/registry.js";
import { planAcknowledgement } from "../../../src/bots/discord/acknowledge.js";
import { parseInteraction } from "../../../src/bots/discord/parse-interaction.js";
import { createDispatcher } from "../../../src/bots/dispatcher.js";
import { createRecordingLog } from "../../fixtures/recording-log.js";
import { createStudio } from "./studio.js";

const SUBJECT = "00000000-0000-4000-8000-000000000000";
const noSender = () => {
  throw new Error("nothing is to be sent");
};
const dispatcher = createDispatcher({
  commands,
  actions,
  useCases: createStudio({ sender: noSender }).useCases,
  support: null,
  log: createRecordingLog(),
});

function plan(payload: object) {
  const interaction = parseInteraction({ id: "1", application_id: "2", token: "t", ...payload });
  return interaction && planAcknowledgement(interaction, dispatcher);
}
const ephemeral = { id: "9", flags: 64 };

describe("discord: what is acknowledged how", () => {
  it.each([
    { what: "a ping", payload: { type: 1 }, planned: null },
    { what: "a kind from the future", payload: { type: 99 }, planned: null },
    {
      what: "a typed command",
      payload: { type: 2, data: { name: "imagine", type: 1 } },
      planned: { kind: "message", visibility: "everyone" },
    },
    {
      what: "an entry of the message menu we do not know",
      payload: { type: 2, data: { name: "imagine", type: 3 } },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "a command we do not know",
      payload: { type: 2, data: { name: "paint", type: 1 } },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "Again",
      payload: { type: 3, data: { custom_id: `again:${SUBJECT}` }, message: { id: "9" } },
      planned: { kind: "message", visibility: "everyone" },
    },
    {
      what: "Again on a private message",
      payload: { type: 3, data: { custom_id: `again:${SUBJECT}` }, message: ephemeral },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "a pack, wherever it stands",
      payload: { type: 3, data: { custom_id: "buy:small.aaaaaaaaaaaaaaaa" }, message: { id: "9" } },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "Delete",
      payload: { type: 3, data: { custom_id: `delete:${SUBJECT}` }, message: { id: "9" } },
      planned: { kind: "update", visibility: "everyone" },
    },
    {
      what: "a button we do not know",
      payload: { type: 3, data: { custom_id: "x" }, message: { id: "9" } },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "a form we do not know",
      payload: { type: 5, data: { custom_id: "x" } },
      planned: { kind: "message", visibility: "only_me" },
    },
    {
      what: "typing into an option that completes nothing",
      payload: {
        type: 4,
        data: { name: "imagine", options: [{ name: "prompt", value: "a", focused: true }] },
      },
      planned: { kind: "choices", choices: [] },
    },
  ])("$what", async ({ payload, planned }) => {
    expect(await plan(payload)).toEqual(planned);
  });

  it.each([null, "text", {}, { id: "not a number", type: 2 }])(
    "takes %j for nothing",
    (payload) => {
      expect(parseInteraction(payload)).toBeNull();
    },
  );
});
