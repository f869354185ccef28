import type { GenerationId } from "../../core/ids.js";
import { refusalView } from "../presentation/refusal-view.js";
import type { ButtonAction } from "./action.js";

export const deleteAction: ButtonAction = {
  name: "delete",
  answersWith: "update",

  async run(press, { useCases, wording, support }) {
    const generationId = press.subject as GenerationId;
    const deleted = await useCases.deletePictures({ accountId: press.accountId, generationId });
    if (!deleted.ok)
      return { kind: "refusal", view: refusalView(deleted.refusal, wording, support) };
    return { kind: "remove", messages: deleted.value.messages, notice: wording.delete.done };
  },
};
