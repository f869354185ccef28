import type { REST } from "discord.js";
import type { InputSource } from "../../core/chat/input-source.js";
import { type ReplyTarget, toLanguage } from "../../core/chat/reply-target.js";
import type { ShowProgress } from "../../core/generation/show-progress.js";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { Clock } from "../../core/ports/clock.js";
import type { Log } from "../../core/ports/log.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Answer } from "../commands/answer.js";
import type { Command } from "../commands/command.js";
import { findFreeTextOption } from "../free-text-option.js";
import { wordings } from "../presentation/wording/languages.js";
import { answerMention, openDirectMessages, sayInAnswer } from "./answer-mention.js";
import { logFailure } from "./discord-errors.js";
import {
  type Mention,
  MentionSchema,
  parseMention,
  picturesOfMention,
  toMentionTarget,
  wordsOfMention,
} from "./mention.js";
import { toGrantExpiry } from "./parse-interaction.js";
import { EDIT } from "./picture-options.js";
import type { RunDeps } from "./run-interaction.js";

export interface MentionDeps extends Omit<RunDeps, "drafts"> {
  readonly rest: REST;
  readonly chatUpdates: ChatUpdateStore;
  readonly showProgress: ShowProgress;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  /** This process, as the updates' owner. */
  readonly workerId: string;
}

/** Takes messages that name us. */
export interface MentionHandler {
  /** Writes it down, runs, answers. Never throws; the same message again has no second effect. */
  handle(payload: unknown, botId: string): Promise<void>;
  /** Completes one that a process left that no longer lives. Never throws. */
  replay(row: { botId: string; updateKey: string; payload: string }): Promise<void>;
  /** Resolves when nothing is at work. */
  idle(): Promise<void>;
}

const PREFIX = "message:";

/** Messages are written down among the interactions, whose ids are of the same kind. */
export function isMentionKey(updateKey: string): boolean {
  return updateKey.startsWith(PREFIX);
}

export function createMentionHandler(deps: MentionDeps): MentionHandler {
  const running = new Set<Promise<void>>();

  function track(work: Promise<void>): Promise<void> {
    const safe = work
      .catch((error: unknown) =>
        logFailure(deps.log, { event: "discord_mention_failed", error, fields: {} }),
      )
      .finally(() => running.delete(safe));
    running.add(safe);
    return safe;
  }

  async function receive(mention: Mention, botId: string): Promise<void> {
    const updateKey = `${PREFIX}${mention.id}`;
    const key = { platform: "discord", botId, updateKey } as const;
    const payload = deps.sealer.seal(JSON.stringify(mention));
    const row = { ...key, owner: deps.workerId, payload };
    const added = await deps.chatUpdates.save([row], deps.clock.now());
    if (added.has(updateKey)) await runToEnd(deps, mention, botId);
  }

  return {
    async handle(payload, botId) {
      const mention = parseMention(payload, botId);
      if (mention) await track(receive(mention, botId));
    },
    async replay(row) {
      await track(
        replay(deps, row).catch(async (error: unknown) => {
          const { botId, updateKey } = row;
          await deps.chatUpdates.finish({ platform: "discord", botId, updateKey });
          throw error;
        }),
      );
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** As with interactions, what is older than a quarter of an hour nobody waits for any more. */
async function replay(
  deps: MentionDeps,
  { botId, updateKey, payload }: { botId: string; updateKey: string; payload: string },
): Promise<void> {
  const mention = MentionSchema.parse(JSON.parse(deps.sealer.open(payload)));
  if (toGrantExpiry(mention) > deps.clock.now()) return runToEnd(deps, mention, botId);
  deps.log.warn("discord_mention_expired", { updateKey });
  await deps.chatUpdates.finish({ platform: "discord", botId, updateKey });
}

async function runToEnd(deps: MentionDeps, mention: Mention, botId: string): Promise<void> {
  const user = { platform: "discord", userId: mention.author.id, locale: "" } as const;
  const account = await deps.identifyAccount(user);
  const language = toLanguage(account.locale);
  const target = toMentionTarget(mention, { botId, language });
  const answer = await run(deps, mention, { target, accountId: account.id });
  if (answer) await answerMention(deps, target, answer);
  const updateKey = `${PREFIX}${mention.id}`;
  await deps.chatUpdates.finish({ platform: "discord", botId, updateKey });
}

type AccountId = Awaited<ReturnType<RunDeps["identifyAccount"]>>["id"];

/** Null: everything that can be said has been said. */
async function run(
  deps: MentionDeps,
  mention: Mention,
  { target, accountId }: { target: ReplyTarget; accountId: AccountId },
): Promise<Answer | null> {
  const { botId } = target;
  const edit = deps.dispatcher.findCommand("discord", EDIT);
  const option = edit && findFreeTextOption(edit)?.name;
  const found = picturesOfMention(mention);
  const words = wordsOfMention(mention, botId);
  const isAboutPicture = found.urls.length > 0 || found.fault !== null || found.answered !== null;
  if (!edit || !option || !isAboutPicture) return null;

  const texts = wordings[target.language].pictures;
  if (found.fault) {
    await sayInAnswer(deps, target, texts.fault(found.fault, "discord"));
  } else if (found.urls.length === 0) {
    await sayInAnswer(deps, target, texts.discord.notShownToUs);
  } else if (words === "") {
    await sayInAnswer(deps, target, texts.discord.sayWhat);
  } else {
    const shown = found.urls.map(
      (ref): InputSource => ({
        kind: "chat_file",
        platform: "discord",
        botId,
        ref,
      }),
    );
    const own = await findOwn(deps, { found, accountId, botId });
    const inputs = own.length === shown.length ? own : shown;
    const requestKey = `discord:message:${mention.id}`;
    const replyTarget = await findAudience(deps, { command: edit, here: target });
    if (!replyTarget) return null;
    const from = { requestKey, locale: "", replyTarget, inputs };
    return deps.dispatcher.runCommand(EDIT, { [option]: words }, from);
  }
  return null;
}

/** Where it is answered: by direct message when it is for the asker alone. Null when they take none; they have been told. */
async function findAudience(
  deps: MentionDeps,
  { command, here }: { command: Command; here: ReplyTarget },
): Promise<ReplyTarget | null> {
  const visibility = await deps.dispatcher.visibilityOf(command, {}, here);
  if (visibility === "everyone") return here;
  const { privacy, pictures } = wordings[here.language];
  const alone = await openDirectMessages(deps, here);
  const text = alone ? privacy.answeredAlone(null) : pictures.discord.cannotTellAlone;
  await sayInAnswer(deps, here, text);
  return alone;
}

/** The stored originals, if what is answered is a result of theirs. */
async function findOwn(
  deps: MentionDeps,
  of: { found: ReturnType<typeof picturesOfMention>; accountId: AccountId; botId: string },
): Promise<readonly InputSource[]> {
  const { found, accountId, botId } = of;
  if (!found.answered || found.authorId !== botId) return [];
  const { channelId: chatId, messageId } = found.answered;
  const message = { platform: "discord", botId, chatId, messageId } as const;
  return deps.findOwnPictures({ accountId, message });
}
