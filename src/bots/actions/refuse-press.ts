import type { ButtonPress } from "../../core/chat/chat-request.js";
import type { Refusal } from "../../core/refusal.js";
import type { Answer } from "../commands/answer.js";
import type { CommandContext } from "../commands/command.js";
import { textView } from "../presentation/chat-view.js";
import { refusalView } from "../presentation/refusal-view.js";

/** No to a press on a picture. Whoever it does not belong to is told how to make their own from what they see. */
export function refusePress(
  refusal: Refusal,
  { platform }: ButtonPress,
  { wording, support }: CommandContext,
): Answer {
  const view =
    refusal.kind === "not_yours"
      ? textView("refusal", wording.picture.notYours(platform))
      : refusalView(refusal, wording, support);
  return { kind: "refusal", view };
}
