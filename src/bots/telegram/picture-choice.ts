import type { CallbackQuery, Message } from "grammy/types";
import type { InputSource } from "../../core/chat/input-source.js";
import type { Command } from "../commands/command.js";
import type { Dispatcher } from "../dispatcher.js";
import { type ChatView, textView } from "../presentation/chat-view.js";
import { PICTURE_CHOICES, type PictureChoice } from "../presentation/wording/pictures-wording.js";
import type { Wording } from "../presentation/wording/wording.js";
import type { BotDeps } from "./bot-deps.js";
import { readSent } from "./given-pictures.js";
import type { Asker, PendingQuestions } from "./pending-question.js";

/** First half of the id of a button under "what shall I do with this picture?". Old messages carry it. */
export const PICTURE_CHOICE = "do";
/** The command that words beside a picture are for. */
export const EDIT: PictureChoice = "edit";

const SUBJECT = /^([a-z_]{1,32})\.(\d{1,2})$/;

export function findEdit(dispatcher: Dispatcher): Command | undefined {
  return dispatcher.findCommand("telegram", EDIT);
}

/** Asks what is to be done with pictures that came without a word; null when nothing can be. */
export function choiceView(
  dispatcher: Dispatcher,
  count: number,
  wording: Wording,
): ChatView | null {
  const fitting = PICTURE_CHOICES.filter((choice) => {
    const { takesPictures } = dispatcher.findCommand("telegram", choice) ?? {};
    return takesPictures && takesPictures.min <= count && count <= takesPictures.max;
  });
  if (!fitting.includes(EDIT)) return null;
  const buttons = fitting.map((choice) => ({
    kind: "press" as const,
    label: wording.pictures.choices[choice],
    action: PICTURE_CHOICE,
    subject: `${choice}.${count}`,
    style: choice === EDIT ? ("primary" as const) : ("secondary" as const),
  }));
  const rows = [buttons.slice(0, 3), buttons.slice(3)].filter((row) => row.length > 0);
  return { ...textView("neutral", wording.pictures.whatToDo(count)), buttons: rows };
}

export interface ChosenForPictures {
  readonly command: Command;
  readonly inputs: readonly InputSource[];
}

/**
 * What a pressed button is about. One picture stands in the message that the question answers, for as long as that is
 * there; of several, all but the first stand only in our question to the person. Null when they are gone.
 */
export async function readChoice(
  deps: Pick<BotDeps, "me" | "dispatcher"> & { questions: PendingQuestions },
  { subject, message, from }: { subject: string; message: CallbackQuery["message"]; from: Asker },
): Promise<ChosenForPictures | null> {
  const [, name = "", digits] = SUBJECT.exec(subject) ?? [];
  const command = deps.dispatcher.findCommand("telegram", name);
  const answered = (message as Message | undefined)?.reply_to_message;
  if (!command?.takesPictures || !answered) return null;
  const { inputs: shown } = readSent(deps, answered);
  const count = Number(digits);
  if (shown.length === count) return { command, inputs: shown };
  const asked = await deps.questions.find(from);
  const inputs = asked?.draft.inputs ?? [];
  const [first] = shown;
  const isSame = first !== undefined && isSameFile(inputs[0], first);
  return isSame && inputs.length === count ? { command, inputs } : null;
}

function isSameFile(one: InputSource | undefined, other: InputSource): boolean {
  return one?.kind === "chat_file" && other.kind === "chat_file" && one.ref === other.ref;
}
