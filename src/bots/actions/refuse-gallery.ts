import type { Answer } from "../commands/answer.js";
import type { CommandContext } from "../commands/command.js";
import { refusalView } from "../presentation/refusal-view.js";

/** A filter is known to its own account alone, so whoever names another's is told that it is not theirs. */
export function refuseGallery({ wording, support }: CommandContext): Answer {
  return { kind: "refusal", view: refusalView({ kind: "not_yours" }, wording, support) };
}
