import type { ButtonPress } from "../../core/chat/chat-request.js";
import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { Result } from "../../core/refusal.js";
import type { Answer } from "../commands/answer.js";
import type { CommandContext } from "../commands/command.js";
import { refuseGeneration } from "../commands/refuse-generation.js";
import { refusePress } from "./refuse-press.js";

/** Asks for what a press comes to, in the same way as a command does. */
export async function requestDrafted(
  drafted: Result<RequestDraft>,
  press: ButtonPress,
  context: CommandContext,
): Promise<Answer> {
  if (!drafted.ok) return refusePress(drafted.refusal, press, context);
  const { requestKey, accountId, replyTarget: target } = press;
  const draft = drafted.value;
  const asked = { ...draft, requestKey, accountId, target };
  const requested = await context.useCases.requestGeneration(asked);
  if (!requested.ok) {
    const { refusal } = requested;
    return refuseGeneration({ refusal, from: press, readDraft: async () => draft }, context);
  }
  const { deliveryId, report, isDoubleClick } = requested.value;
  return { kind: "generation", deliveryId, report, isShownElsewhere: isDoubleClick };
}
