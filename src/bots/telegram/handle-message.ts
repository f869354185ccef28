import type { Message, User } from "grammy/types";
import type { OptionValue } from "../../core/chat/chat-request.js";
import { type ReplyTarget, toLanguage } from "../../core/chat/reply-target.js";
import type { Refusal, Result } from "../../core/refusal.js";
import type { Answer } from "../commands/answer.js";
import type { Command } from "../commands/command.js";
import { type RichText, textView } from "../presentation/chat-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { BotDeps } from "./bot-deps.js";
import { type GivenCommand, parseArguments, parseCommand } from "./parse-message.js";
import { answersQuestion, type PendingQuestions, type Question } from "./pending-question.js";
import { isGroup, toPrivateTarget, toReplyTarget } from "./reply-place.js";
import { sendText, toPlace } from "./send-view.js";
import { acknowledge, mayWriteTo, showAnswer } from "./show-answer.js";

type Deps = BotDeps & { questions: PendingQuestions };
/** A message and the person behind it. */
interface Heard {
  readonly message: Message;
  readonly user: User;
}
type Options = Record<string, OptionValue>;

/** Things people send, as opposed to what Telegram notes in a chat (joined, pinned, renamed). */
const CONTENT = [
  "text",
  "photo",
  "document",
  "video",
  "animation",
  "sticker",
  "voice",
  "audio",
  "video_note",
] as const;

/** Understands one message: a command, the answer to our question, or talk. */
export async function handleMessage(deps: Deps, message: Message): Promise<void> {
  const user = message.from;
  if (!user) return;
  const heard = { message, user };
  const given = readCommand(deps, message);
  // Who writes as a group or channel stands behind an id that many share.
  if (message.sender_chat) {
    const text = wordings[languageOf(user)].telegram.anonymous(deps.me.username);
    return given ? say(deps, heard, text) : undefined;
  }
  if (user.is_bot) return;
  if (given && message.text !== undefined) return runGiven(deps, heard, given);
  if (given) return hint(deps, heard);
  if (message.text !== undefined && mayAnswerQuestion(deps, heard)) {
    if (await runAnswered(deps, heard, message.text)) return;
  }
  const isAlbum = message.media_group_id !== undefined;
  const isTalk = CONTENT.some((kind) => message[kind as keyof Message] !== undefined) && !isAlbum;
  if (isTalk && !isGroup(message.chat)) await hint(deps, heard);
}

/** The command in a text or caption if it is for us. A forwarded one is somebody else's words. */
function readCommand(deps: Deps, message: Message): GivenCommand | null {
  if (message.forward_origin) return null;
  const given = parseCommand(message.text ?? message.caption ?? "");
  if (!given) return null;
  if (given.botName !== null) {
    return given.botName === deps.me.username.toLowerCase() ? given : null;
  }
  // Without a name it may be meant for another bot of the group.
  const isKnown = deps.dispatcher.findCommand("telegram", given.name) !== undefined;
  return isKnown || !isGroup(message.chat) ? given : null;
}

function mayAnswerQuestion(deps: Deps, { message }: Heard): boolean {
  if (message.forward_origin) return false;
  return !isGroup(message.chat) || answersQuestion(message, deps.me.id);
}

async function runGiven(deps: Deps, heard: Heard, given: GivenCommand): Promise<void> {
  await deps.questions.drop(toIncoming(heard, toTarget(deps, heard)));
  const command = deps.dispatcher.findCommand("telegram", given.name);
  if (!command) return showUnknown(deps, heard, given.name);
  const options = parseArguments(command, given.rest);
  if (!options.ok) return refuse(deps, heard, options.refusal);
  const answered = await run(deps, heard, { command, options: options.value });
  if (answered) await show(deps, heard, answered);
}

/** Takes the text as the answer to our question, with the options given before; false when nothing was asked. */
async function runAnswered(deps: Deps, heard: Heard, text: string): Promise<boolean> {
  const from = toIncoming(heard, toTarget(deps, heard));
  const question = await deps.questions.find(from);
  const command = question && findAsking(deps, question);
  if (!command) return false;
  const options: Result<Options> = parseArguments(command, text);
  if (!options.ok) {
    await refuse(deps, heard, options.refusal);
    return true;
  }
  const all = { ...question.draft.options, ...options.value };
  const answered = await run(deps, heard, { command, options: all });
  await deps.questions.drop(from);
  if (answered) await show(deps, heard, answered);
  return true;
}

/** The command whose words a question is about. */
function findAsking({ dispatcher }: Deps, { draft }: Question): Command | undefined {
  return dispatcher.findCommand("telegram", draft.command ?? "imagine");
}

interface Answered {
  readonly answer: Answer;
  readonly target: ReplyTarget;
}

/** Null when the answer could reach nobody; the person has been told, and nothing was done. */
async function run(
  deps: Deps,
  heard: Heard,
  { command, options }: { command: Command; options: Options },
): Promise<Answered | null> {
  const here = { ...toTarget(deps, heard), visibility: command.visibility(options) };
  const isForOneOfMany = here.isGroup && here.visibility === "only_me";
  const target = isForOneOfMany ? toPrivateTarget(here) : here;
  if (isForOneOfMany && !(await mayWriteTo(deps, target))) {
    await say(deps, heard, wordings[here.language].telegram.startMeFirst(deps.me.username));
    return null;
  }
  const answer = await deps.dispatcher.runCommand(command.name, options, toIncoming(heard, target));
  return { answer, target };
}

async function show(deps: Deps, heard: Heard, { answer, target }: Answered): Promise<void> {
  await showAnswer(deps, target, answer);
  if (isGroup(heard.message.chat) && !target.isGroup)
    await acknowledge(deps, toTarget(deps, heard));
}

async function showUnknown(deps: Deps, heard: Heard, name: string): Promise<void> {
  const target = toTarget(deps, heard);
  const answer = await deps.dispatcher.runCommand(name, {}, toIncoming(heard, target));
  await showAnswer(deps, target, answer);
}

function refuse(deps: Deps, heard: Heard, refusal: Refusal): Promise<void> {
  const target = toTarget(deps, heard);
  const view = refusalView(refusal, wordings[target.language], null);
  return showAnswer(deps, target, { kind: "refusal", view });
}

/** Talk costs nothing: it is never taken for a prompt. */
function hint(deps: Deps, heard: Heard): Promise<void> {
  return say(deps, heard, wordings[languageOf(heard.user)].telegram.hint);
}

/** Answers in the chat itself. */
async function say(deps: Deps, heard: Heard, text: RichText): Promise<void> {
  const place = toPlace(toTarget(deps, heard));
  await sendText(deps.api, place, { view: textView("neutral", text) });
}

function toTarget(deps: Deps, { message, user }: Heard): ReplyTarget {
  return toReplyTarget(message, { user, botId: String(deps.me.id), visibility: "everyone" });
}

function toIncoming({ message, user }: Heard, replyTarget: ReplyTarget) {
  const { botId } = replyTarget;
  return {
    requestKey: `telegram:${botId}:${message.chat.id}:${message.message_id}`,
    locale: user.language_code ?? "",
    replyTarget,
  };
}

function languageOf(user: User) {
  return toLanguage(user.language_code);
}
