import type { ModelList, OfferedModel } from "../../core/catalog/list-models.js";
import type { ChatView, ChoiceMenu, PressButton, RichText } from "./chat-view.js";
import { textView } from "./chat-view.js";
import { MODEL_GROUPS, type ModelGroup, modelsOf } from "./model-groups.js";
import type { Wording } from "./wording/wording.js";

/** The others are one press further, on a page of their own. */
const MAX_ANNOUNCED = 5;

/** One page of the models, with buttons to the other pages and to each model. */
export function modelsView(
  list: ModelList,
  { group, wording }: { group: ModelGroup; wording: Wording },
): ChatView {
  const { models: words } = wording;
  const all = modelsOf(group, list.models);
  const offered = all.filter(({ servedBy }) => servedBy.length > 0);
  const missing = all.filter(({ servedBy }) => servedBy.length === 0);
  const text: RichText = [
    { bold: words.title(group) },
    ...words.intro(group),
    ...offered.flatMap(({ model }) => ["\n• ", ...words.line(model)]),
    ...(offered.length === 0 ? ["\n", ...words.none] : []),
    ...(missing.length > 0 ? ["\n", ...words.unavailable(missing.map(toName))] : []),
    ...list.announced.slice(0, MAX_ANNOUNCED).flatMap((one) => ["\n", ...words.announced(one)]),
    "\n",
    ...words.footer,
  ];
  return {
    ...textView("neutral", text),
    ...(offered.length > 0 && { menu: toMenu(offered, wording) }),
    buttons: [
      MODEL_GROUPS.filter((other) => other !== group).map((other) => toGroupButton(other, wording)),
    ],
  };
}

function toMenu(offered: readonly OfferedModel[], { models: words }: Wording): ChoiceMenu {
  return {
    action: "model",
    placeholder: words.choose,
    choices: offered.map(({ model }) => ({
      label: model.name,
      subject: model.id,
      hint: words.hint(model),
    })),
  };
}

export function toGroupButton(group: ModelGroup, { models }: Wording): PressButton {
  return {
    kind: "press",
    action: "models",
    subject: group,
    label: models.title(group),
    style: "primary",
  };
}

function toName({ model }: OfferedModel): string {
  return model.name;
}
