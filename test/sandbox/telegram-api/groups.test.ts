import { describe, expect, it } from "vitest";
import { seedIds } from "../../../src/sandbox/telegram-api/seed.js";
import { aTelegram, descriptionOf, refusalOf, runBot } from "./harness.js";

const { ana, ben, chiara, group, topics } = seedIds;
const inGroup = { userId: ana, chatId: group };

describe("topics", () => {
  it("marks messages of a topic, and those of General not at all", async () => {
    const { api, people } = await aTelegram();
    await people.sendText({ ...inGroup, text: "/imagine a cat", threadId: topics.pictures });
    await people.sendText({ ...inGroup, text: "/imagine a dog" });

    const [inTopic, inGeneral] = await api.getUpdates();

    expect(inTopic?.message).toMatchObject({
      message_thread_id: topics.pictures,
      is_topic_message: true,
      reply_to_message: { forum_topic_created: { name: "Pictures" } },
      chat: { id: group, is_forum: true },
    });
    expect(inGeneral?.message?.message_thread_id).toBeUndefined();
    expect(inGeneral?.message?.reply_to_message).toBeUndefined();
    expect(people.messages(group, topics.pictures)).toHaveLength(1);
    expect(people.messages(group, "general")).toHaveLength(1);
  });

  it("carries the bot's answer into the topic it was asked in", async () => {
    const { bot, people } = await aTelegram();
    bot.command("where", (ctx) => ctx.reply("here"));
    runBot(bot);

    await people.sendText({
      userId: ben,
      chatId: group,
      text: "/where",
      threadId: topics.feedback,
    });

    const reply = await people.waitForMessage(group, (message) => message.text === "here");
    expect(reply.message_thread_id).toBe(topics.feedback);
  });

  it("refuses topics that are not there: unknown, deleted, General by number, in private", async () => {
    const { api, people } = await aTelegram();
    await people.deleteTopic({ chatId: group, threadId: topics.feedback });
    const missing = "Bad Request: message thread not found";
    for (const threadId of [999, topics.feedback, 1]) {
      const call = api.sendMessage(group, "hi", { message_thread_id: threadId });
      expect(await descriptionOf(call)).toBe(missing);
    }
    const inPrivate = api.sendChatAction(ana, "typing", { message_thread_id: topics.pictures });
    expect(await descriptionOf(inPrivate)).toBe(missing);
  });
});

describe("privacy mode", () => {
  it("shows the bot commands, mentions and answers to it, and nothing else", async () => {
    const { api, people } = await aTelegram();
    const own = await api.sendMessage(group, "hello all");
    const say = (text: string, replyTo?: number) =>
      people.sendText({ ...inGroup, text, ...(replyTo === undefined ? {} : { replyTo }) });
    await say("just talking");
    await say("/balance");
    await say("/balance@other_bot");
    await say("/balance@Atelier_Sandbox_Bot");
    await say("hey @ben_zeichnet");
    await say("hey @atelier_sandbox_bot");
    await say("nice", own.message_id);
    await people.sendText({ ...inGroup, text: "in a topic", threadId: topics.pictures });

    const updates = await api.getUpdates();

    expect(updates.map((update) => update.message?.text)).toEqual([
      "/balance",
      "/balance@Atelier_Sandbox_Bot",
      "hey @atelier_sandbox_bot",
      "nice",
    ]);
  });

  it("ends when the bot becomes an administrator", async () => {
    const { api, people } = await aTelegram();
    await people.setBotRole({ chatId: group, role: "administrator" });
    await people.sendText({ ...inGroup, text: "just talking" });

    const [promoted, heard] = await api.getUpdates();

    expect(promoted?.my_chat_member?.new_chat_member.status).toBe("administrator");
    expect(heard?.message?.text).toBe("just talking");
  });
});

describe("members", () => {
  it("knows everybody's role", async () => {
    const { api, people } = await aTelegram();
    const statuses = await Promise.all(
      [ana, ben, chiara, seedIds.bot].map(
        async (id) => (await api.getChatMember(group, id)).status,
      ),
    );
    expect(statuses).toEqual(["creator", "administrator", "member", "member"]);
    await people.setMemberRole({ chatId: group, userId: chiara, role: "left" });
    expect((await api.getChatMember(group, chiara)).status).toBe("left");
    await expect(people.sendText({ userId: chiara, chatId: group, text: "hi" })).rejects.toThrow(
      "not in chat",
    );
    expect(await descriptionOf(api.getChatMember(group, 1))).toBe("Bad Request: member not found");
    expect((await api.getChat("@sunday_sketchers")).id).toBe(group);
  });

  it("shuts the bot out when it is kicked", async () => {
    const { api, people } = await aTelegram();
    await people.kickBot(group);
    await people.sendText({ ...inGroup, text: "/balance" });

    expect(await refusalOf(api.sendMessage(group, "hi"))).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was kicked from the supergroup chat",
    });
    expect(await api.getUpdates()).toMatchObject([
      { my_chat_member: { from: { id: ana }, new_chat_member: { status: "kicked" } } },
    ]);
    await people.addBot(group);
    await api.sendMessage(group, "back");
  });

  it("lets the bot delete only its own messages unless it is an administrator", async () => {
    const { api, people } = await aTelegram();
    const theirs = await people.sendText({ ...inGroup, text: "/x" });
    expect(await descriptionOf(api.deleteMessage(group, theirs.message_id))).toBe(
      "Bad Request: message can't be deleted",
    );
    await people.setBotRole({ chatId: group, role: "administrator" });
    await api.deleteMessage(group, theirs.message_id);
    expect(people.messages(group)).toEqual([]);
  });
});
