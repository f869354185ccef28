import type { Message } from "grammy/types";
import type { OptionValue } from "../../core/chat/chat-request.js";
import type { InputSource } from "../../core/chat/input-source.js";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import type { Refusal } from "../../core/refusal.js";
import type { Answer } from "../commands/answer.js";
import type { Command } from "../commands/command.js";
import { type RichText, textView } from "../presentation/chat-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { wordings } from "../presentation/wording/languages.js";
import type { PictureFault } from "../presentation/wording/pictures-wording.js";
import { findAudience, startMeFirst, tellAnsweredAlone } from "./audience.js";
import type { BotDeps } from "./bot-deps.js";
import { type GivenPictures, readPictures } from "./given-pictures.js";
import { type Heard, toHeard, toIncoming, toTarget, wordingFor, wordsToUs } from "./heard.js";
import { type GivenCommand, parseArguments, parseCommand } from "./parse-message.js";
import { answersQuestion, type PendingQuestions } from "./pending-question.js";
import { choiceView, EDIT, findEdit } from "./picture-choice.js";
import { isGroup } from "./reply-place.js";
import { sendText, toPlace } from "./send-text.js";
import { showAnswer } from "./show-answer.js";

type Deps = BotDeps & { questions: PendingQuestions };
type Options = Record<string, OptionValue>;

/** Whose words are waited for when a question does not say it. */
const DEFAULT_COMMAND = "imagine";

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

/** Understands one message, or one album: a command, a picture to work from, the answer to our question, or talk. */
export async function handleMessage(deps: Deps, messages: readonly Message[]): Promise<void> {
  const heard = toHeard(messages);
  if (!heard) return;
  const { message, user } = heard;
  const given = readCommand(deps, message);
  const words = wordsToUs(deps, heard);
  // Who writes as a group or channel stands behind an id that many share.
  if (message.sender_chat) {
    const text = wordingFor(heard).telegram.anonymous(deps.me.username);
    return given || words ? say(deps, heard, text) : undefined;
  }
  if (user.is_bot) return;
  if (given) return runGiven(deps, heard, given);
  if (words !== null && (await takePictures(deps, heard, words))) return;
  if (message.text !== undefined && mayAnswerQuestion(deps, heard)) {
    if (await runAnswered(deps, heard, message.text)) return;
  }
  const isTalk = CONTENT.some((kind) => message[kind as keyof Message] !== undefined);
  if (isTalk && !isGroup(message.chat)) await hint(deps, heard);
}

/** Says that a picture came too late for its album. */
export async function tellLate(deps: Deps, message: Message): Promise<void> {
  const heard = toHeard([message]);
  if (heard && !isGroup(message.chat))
    await say(deps, heard, wordingFor(heard).pictures.lateForAlbum);
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
  const { takesPictures } = command;
  const pictures = takesPictures ? await readPictures(deps, heard) : null;
  const isNeeded = pictures?.areSent || (takesPictures?.min ?? 0) > 0;
  if (pictures?.fault && isNeeded) return refuseFault(deps, heard, pictures.fault);
  await runWords(deps, heard, { command, words: given.rest, inputs: pictures?.inputs ?? [] });
}

/** Words beside a picture, or in answer to one, are what is to be done with it. False when there is none. */
async function takePictures(deps: Deps, heard: Heard, words: string): Promise<boolean> {
  const edit = findEdit(deps.dispatcher);
  const pictures = edit ? await readPictures(deps, heard) : null;
  if (!edit || !pictures) return false;
  const { inputs, fault } = pictures;
  if (fault) await refuseFault(deps, heard, fault);
  else if (inputs.length === 0) return false;
  else if (words !== "") await runWords(deps, heard, { command: edit, words, inputs });
  else return askWhatToDo(deps, heard, pictures);
  return true;
}

/** The next words are about these pictures, and the buttons too. */
async function askWhatToDo(
  deps: Deps,
  heard: Heard,
  { inputs, areSent }: GivenPictures,
): Promise<boolean> {
  const target = toTarget(deps, heard);
  // A picture that is only answered, without a word, is no request.
  if (!areSent && heard.message.text === undefined) return false;
  const view = choiceView(deps.dispatcher, inputs.length, wordings[target.language]);
  if (!view) return false;
  await deps.questions.askAbout(toIncoming(heard, target), { command: EDIT, inputs });
  const { reply_to_message: answered, message_id: messageId } = heard.parts[0];
  // The question answers the picture itself, so that its buttons find it there.
  const replyTo = areSent ? messageId : (answered?.message_id ?? messageId);
  await sendText(deps.api, { ...toPlace(target), replyTo }, { view });
  return true;
}

/** Takes the text as the answer to our question, with what was given before; false when nothing was asked. */
async function runAnswered(deps: Deps, heard: Heard, words: string): Promise<boolean> {
  const from = toIncoming(heard, toTarget(deps, heard));
  const question = await deps.questions.find(from);
  const name = question?.draft.command ?? DEFAULT_COMMAND;
  const command = question && deps.dispatcher.findCommand("telegram", name);
  if (!command) return false;
  const { options: before, inputs } = question.draft;
  const isRun = await runWords(deps, heard, { command, words, before, inputs });
  if (isRun) await deps.questions.drop(from);
  return true;
}

interface WordsFor {
  readonly command: Command;
  readonly words: string;
  readonly inputs: readonly InputSource[];
  /** Options given before. */
  readonly before?: Readonly<Options>;
}

/** Reads options out of the words, runs the command and shows its answer. False when the words cannot be read. */
async function runWords(deps: Deps, heard: Heard, given: WordsFor): Promise<boolean> {
  const { command, words, inputs, before = {} } = given;
  const options = parseArguments(command, words);
  if (!options.ok) {
    await refuse(deps, heard, options.refusal);
    return false;
  }
  const all = { ...before, ...options.value };
  const answered = await run(deps, heard, { command, options: all, inputs });
  if (answered) await show(deps, heard, answered);
  return true;
}

interface Answered {
  readonly answer: Answer;
  readonly target: ReplyTarget;
}

/** Null when the answer could reach nobody; the person has been told, and nothing was done. */
async function run(
  deps: Deps,
  heard: Heard,
  given: { command: Command; options: Options; inputs: readonly InputSource[] },
): Promise<Answered | null> {
  const { command, options, inputs } = given;
  const here = toTarget(deps, heard);
  const target = await findAudience(deps, { command, options, here });
  if (!target) {
    await say(deps, heard, await startMeFirst(deps, here));
    return null;
  }
  const from = { ...toIncoming(heard, target), inputs };
  return { answer: await deps.dispatcher.runCommand(command.name, options, from), target };
}

async function show(deps: Deps, heard: Heard, { answer, target }: Answered): Promise<void> {
  await showAnswer(deps, target, answer);
  const here = toTarget(deps, heard);
  if (here.isGroup && !target.isGroup) await tellAnsweredAlone(deps, here, answer);
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

function refuseFault(deps: Deps, heard: Heard, fault: PictureFault): Promise<void> {
  const view = textView("refusal", wordingFor(heard).pictures.fault(fault, "telegram"));
  return showAnswer(deps, toTarget(deps, heard), { kind: "refusal", view });
}

/** Talk costs nothing: it is never taken for a prompt. */
function hint(deps: Deps, heard: Heard): Promise<void> {
  return say(deps, heard, wordingFor(heard).telegram.hint);
}

/** Answers in the chat itself. */
async function say(deps: Deps, heard: Heard, text: RichText): Promise<void> {
  const place = toPlace(toTarget(deps, heard));
  await sendText(deps.api, place, { view: textView("neutral", text) });
}
