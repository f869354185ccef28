import type {
  GenerationReport,
  OfferedRemake,
  ReportedPicture,
} from "../../core/ports/reply-sender.js";
import type { PressButton } from "./chat-view.js";
import { inRows } from "./in-rows.js";
import { type ResultSubject, toSubject } from "./picture-subject.js";
import type { Wording } from "./wording/wording.js";

/** Both platforms show five side by side. */
const PER_ROW = 5;
const PER_ROW_OF_FEW = 3;

type Rows = readonly (readonly PressButton[])[];
type Of = Pick<GenerationReport, "generationId" | "remakes">;
/** Actions whose label is a plain word. */
type Worded = Exclude<keyof Wording["buttons"], "picture" | "cancel" | "deleteAll">;

/** Everything that can be done with one picture: what can be made of it, and what can be done about it. */
export function pictureButtons(
  { generationId, remakes }: Of,
  { index: outputIndex }: Pick<ReportedPicture, "index">,
  { buttons }: Wording,
): Rows {
  const about = { generationId, outputIndex };
  const row = (...actions: readonly Worded[]) =>
    actions.map((action) => press(about, { action, label: buttons[action] }));
  const toRemake = ({ remake, credits }: OfferedRemake) =>
    press(about, { action: remake, label: priced(buttons[remake], credits) });
  const aboutIt = row("details", "favourite", "original", "delete", "report");
  return remakes.length === 0
    ? inRows([againButton(about, buttons), ...aboutIt], PER_ROW_OF_FEW)
    : [[againButton(about, buttons), ...remakes.map(toRemake)], aboutIt];
}

/** Of several pictures: what can be done with all of them, and each by itself. */
export function batchButtons(
  { generationId }: Of,
  pictures: readonly Pick<ReportedPicture, "index">[],
  { buttons }: Wording,
): Rows {
  const all = { generationId, outputIndex: null };
  return [
    [
      againButton(all, buttons),
      press(all, { action: "delete", label: buttons.deleteAll }),
      press(all, { action: "report", label: buttons.report }),
    ],
    ...inRows(
      pictures.map(({ index: outputIndex }) =>
        press(
          { generationId, outputIndex },
          { action: "picture", label: buttons.picture(outputIndex + 1) },
        ),
      ),
      PER_ROW,
    ),
  ];
}

/** What starts work at once names its price. */
function priced(label: string, credits: number | null): string {
  return credits === null ? label : `${label} · ${credits}`;
}

export function againButton(about: ResultSubject, { again }: Wording["buttons"]): PressButton {
  return { ...press(about, { action: "again", label: again }), style: "primary" };
}

/** Of a result that its owner alone has seen. */
export function shareButton(
  { generationId }: Pick<GenerationReport, "generationId">,
  { privacy }: Wording,
): PressButton {
  const label = privacy.shareButton;
  return press({ generationId, outputIndex: null }, { action: "share", label });
}

function press(
  about: ResultSubject,
  { action, label }: { action: string; label: string },
): PressButton {
  return { kind: "press", action, label, subject: toSubject(about), style: "secondary" };
}
