import type { ModelList, OfferedModel } from "../../core/catalog/list-models.js";
import type { ChatView, PressButton, RichText } from "./chat-view.js";
import { textView } from "./chat-view.js";
import { MODEL_GROUPS, type ModelGroup, modelsOf } from "./model-groups.js";
import type { Wording } from "./wording/wording.js";

/** Side by side on a phone. */
const PER_ROW = 3;
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
    ...offered.flatMap((one) => ["\n• ", ...words.line(one)]),
    ...(offered.length === 0 ? ["\n", ...words.none] : []),
    ...(missing.length > 0 ? ["\n", ...words.unavailable(missing.map(toName))] : []),
    ...list.announced.slice(0, MAX_ANNOUNCED).flatMap((one) => ["\n", ...words.announced(one)]),
    "\n",
    ...words.footer,
  ];
  return {
    ...textView("neutral", text),
    buttons: [
      ...inRows(offered.map((one) => toModelButton(one))),
      ...inRows(
        MODEL_GROUPS.filter((other) => other !== group).map((other) =>
          toGroupButton(other, wording),
        ),
      ),
    ],
  };
}

function toModelButton({ model }: OfferedModel): PressButton {
  return {
    kind: "press",
    action: "model",
    subject: model.id,
    label: model.name,
    style: "secondary",
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

function inRows(buttons: readonly PressButton[]): PressButton[][] {
  const rowCount = Math.ceil(buttons.length / PER_ROW);
  return Array.from({ length: rowCount }, (_, row) =>
    buttons.slice(row * PER_ROW, (row + 1) * PER_ROW),
  );
}
