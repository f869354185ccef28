import type { OptionValue } from "../../core/chat/chat-request.js";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { Answer } from "../commands/answer.js";
import type { Command } from "../commands/command.js";
import { type RichText, textView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import { toPrivateTarget } from "./reply-place.js";
import { sendText, toPlace } from "./send-text.js";
import { acknowledge, mayWriteTo } from "./show-answer.js";

/**
 * Where a command is answered: where it was given, or in the asker's private chat when it is for them alone. Null when the
 * bot may not write to them, which only they can change.
 */
export async function findAudience(
  deps: Pick<BotDeps, "api" | "dispatcher">,
  given: { command: Command; options: Readonly<Record<string, OptionValue>>; here: ReplyTarget },
): Promise<ReplyTarget | null> {
  const { command, options, here } = given;
  const visibility = await deps.dispatcher.visibilityOf(command, options, here);
  if (!here.isGroup || visibility === "everyone") return { ...here, visibility };
  const alone = toPrivateTarget(here);
  return (await mayWriteTo(deps, alone)) ? alone : null;
}

type Speaker = Pick<BotDeps, "me" | "dispatcher">;

/** What a group reads when pictures are answered elsewhere. */
export async function answeredAlone(
  { me, dispatcher }: Speaker,
  target: ReplyTarget,
): Promise<RichText> {
  const { privacy } = wordings[await dispatcher.languageOf(target)];
  return privacy.answeredAlone(`https://t.me/${me.username}`);
}

/** How to let the bot write to them. */
export async function startMeFirst(
  { me, dispatcher }: Speaker,
  target: ReplyTarget,
): Promise<RichText> {
  return wordings[await dispatcher.languageOf(target)].telegram.startMeFirst(me.username);
}

/** Tells a group that the answer went elsewhere: in words where others may wait for pictures, or by a small sign. */
export async function tellAnsweredAlone(
  deps: Pick<BotDeps, "api" | "me" | "dispatcher" | "log">,
  here: ReplyTarget,
  answer: Answer,
): Promise<void> {
  if (answer.kind !== "generation") return acknowledge(deps, here);
  const view = textView("neutral", await answeredAlone(deps, here));
  await sendText(deps.api, toPlace(here), { view });
}
