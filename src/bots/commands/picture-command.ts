import { cleanPrompt } from "../../core/catalog/clean-prompt.js";
import type { ImageModel, ModelTask } from "../../core/catalog/model.js";
import type { ChatRequest, OptionValue } from "../../core/chat/chat-request.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { Refusal } from "../../core/refusal.js";
import { textView } from "../presentation/chat-view.js";
import type { Answer } from "./answer.js";
import {
  type Audience,
  BOTH_PLATFORMS,
  type Command,
  type CommandContext,
  type OptionSpec,
  type PictureCount,
} from "./command.js";
import { refuseGeneration } from "./refuse-generation.js";

/** A command whose requests a model works on. */
export interface PictureCommand extends Pick<Command, "name" | "description"> {
  readonly options: readonly OptionSpec[];
  readonly takesPictures: PictureCount;
  /** What its models are for; left out, whatever fits the pictures given. */
  readonly task?: ModelTask;
  /** The option that carries the words, and what to ask for when they are missing. Left out: it takes none. */
  readonly words?: { readonly option: string; readonly ask: "forPrompt" | "forInstruction" };
}

/** What all commands that make something have in common: words, pictures, a model, and who sees it. */
export function createPictureCommand(shape: PictureCommand): Command {
  const { name, description, options, takesPictures } = shape;
  return {
    name,
    platforms: BOTH_PLATFORMS,
    description,
    options,
    takesPictures,
    visibility: toAudience,

    async run(request, context) {
      const { accountId, inputs, replyTarget: target, requestKey } = request;
      if (inputs.length < takesPictures.min) {
        const given = inputs.length;
        return refuse(shape, request, context, {
          kind: "invalid_option",
          option: "image",
          problem: { kind: "needs_pictures", min: takesPictures.min, given },
        });
      }
      if (lacksWords(shape, request, context)) return ask(shape, request, context);
      const draft = toDraft(shape, request);
      const requested = await context.useCases.requestGeneration({
        ...draft,
        requestKey,
        accountId,
        target,
      });
      if (!requested.ok) return refuse(shape, request, context, requested.refusal);
      const { deliveryId, report } = requested.value;
      return { kind: "generation", deliveryId, report };
    },
  };
}

/** What is not kept is for the asker alone. */
function toAudience(given: Readonly<Record<string, OptionValue>>): Audience {
  if (given.private === true || given.keep === false) return "only_me";
  return given.private === false ? "everyone" : "preferred";
}

function toDraft({ words, task }: PictureCommand, request: ChatRequest): RequestDraft {
  return {
    options: words
      ? renamed(request.options, { from: words.option, to: "prompt" })
      : request.options,
    inputs: request.inputs,
    task,
    ...(request.options.keep === false && { retention: "none" as const }),
  };
}

function lacksWords(
  { words }: PictureCommand,
  { options }: ChatRequest,
  { useCases }: CommandContext,
): boolean {
  if (!words || cleanPrompt(String(options[words.option] ?? "")) !== "") return false;
  const chosen = findChosen(
    useCases.listModels().models.map(({ model }) => model),
    options.model,
  );
  return chosen?.prompt !== "none";
}

function findChosen(models: readonly ImageModel[], typed: OptionValue | undefined) {
  const id = String(typed ?? "")
    .trim()
    .toLowerCase();
  return models.find((model) => model.id === id);
}

function ask(
  { name, words }: PictureCommand,
  { options, inputs }: ChatRequest,
  { wording }: CommandContext,
): Answer {
  const option = words?.option ?? "prompt";
  const { [option]: _blank, ...draft } = options;
  const view = textView("neutral", wording.ask[words?.ask ?? "forPrompt"]);
  return { kind: "ask", view, command: name, option, draft, inputs };
}

function refuse(
  shape: PictureCommand,
  request: ChatRequest,
  context: CommandContext,
  refusal: Refusal,
): Promise<Answer> {
  return refuseGeneration(
    {
      refusal: inOwnWords(refusal, shape),
      from: request,
      readDraft: async () => toDraft(shape, request),
    },
    context,
  );
}

/** The core calls all words of a request its prompt. */
function inOwnWords(refusal: Refusal, { words }: PictureCommand): Refusal {
  const isAboutWords = refusal.kind === "invalid_option" && refusal.option === "prompt";
  return isAboutWords && words ? { ...refusal, option: words.option } : refusal;
}

function renamed(
  options: Readonly<Record<string, OptionValue>>,
  { from, to }: { from: string; to: string },
): Readonly<Record<string, OptionValue>> {
  const { [from]: value, ...rest } = options;
  return value === undefined ? rest : { ...rest, [to]: value };
}
