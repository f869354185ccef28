import type { ModelList, OfferedModel } from "../../core/catalog/list-models.js";
import type { ImageModel, ModelTask } from "../../core/catalog/model.js";
import type { Platform } from "../../core/chat/reply-target.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import { modelFacts } from "./model-facts.js";
import { groupOf } from "./model-groups.js";
import { toGroupButton } from "./models-view.js";
import type { ModelExample } from "./wording/models-wording.js";
import type { Wording } from "./wording/wording.js";

/** Everything about one model: prices, what can be asked of it, its licence, and what to write beside its pictures. */
export function modelView(
  offered: OfferedModel,
  { list, platform, wording }: { list: ModelList; platform: Platform; wording: Wording },
): ChatView {
  const { model } = offered;
  const { models: words } = wording;
  const coming = list.announced.filter((one) => one.model.id === model.id);
  const text: RichText = [
    { bold: model.name },
    " (",
    { code: model.id },
    ")",
    ...coming.flatMap((one) => ["\n", ...words.announced(one)]),
    ...modelFacts(offered).flatMap((fact) => ["\n", ...words.fact(fact)]),
    ...examplesOf(model).flatMap((example) => [
      "\n",
      ...words.example(example),
      { code: toCommand(example, { platform, wording }) },
    ]),
  ];
  return { ...textView("neutral", text), buttons: [[toGroupButton(groupOf(model), wording)]] };
}

const COMMANDS: Readonly<Record<Exclude<ModelTask, "picture">, ModelExample>> = {
  clip: { command: "animate", option: "prompt", words: "clip", namesModel: true },
  upscale: { command: "upscale", words: null, namesModel: true },
  restore: { command: "restore", words: null, namesModel: false },
  remove_text: { command: "remove_text", words: null, namesModel: false },
  remove_background: { command: "edit", words: null, namesModel: true },
  portraits: { command: "edit", words: null, namesModel: true },
  headshot: { command: "edit", words: null, namesModel: true },
};

function examplesOf(model: ImageModel): (ModelExample & { readonly model: ImageModel })[] {
  const { task, inputs } = model;
  if (task !== "picture") return [{ ...COMMANDS[task], model }];
  const draw = { command: "imagine", option: "prompt", words: "draw", namesModel: true } as const;
  const edit = { command: "edit", option: "instruction", words: "edit", namesModel: true } as const;
  return [
    ...(inputs.min === 0 ? [{ ...draw, model }] : []),
    ...(inputs.max > 0 ? [{ ...edit, model }] : []),
  ];
}

/** As it is typed there: Discord names every option, Telegram takes the words as they are. */
function toCommand(
  { command, option, words, namesModel, model }: ModelExample & { readonly model: ImageModel },
  { platform, wording }: { platform: Platform; wording: Wording },
): string {
  const said = words === null ? null : wording.models.exampleWords(words);
  const label = platform === "discord" && option ? `${option}:` : "";
  return [
    `/${command}`,
    ...(said ? [`${label}${said}`] : []),
    ...(namesModel ? [`model:${model.id}`] : []),
  ].join(" ");
}
