import type { AskedOrigin } from "../../core/generation/identify-picture.js";
import { type ChatView, type RichText, textView } from "./chat-view.js";
import type { Wording } from "./wording/wording.js";

/** What anybody may know of where a picture comes from. */
export function originView(origin: AskedOrigin, wording: Wording): ChatView {
  return textView("neutral", toText(origin, wording));
}

function toText(origin: AskedOrigin, { origin: texts }: Wording): RichText {
  switch (origin.kind) {
    case "ours":
      return texts.ours({ model: origin.made.modelName, isSameFile: origin.by === "bytes" });
    case "claimed":
      return origin.made
        ? texts.marked({ model: origin.made.modelName })
        : texts.claimed({ tool: origin.tool });
    case "unknown":
      return texts.unknown;
    case "gone":
      return texts.gone;
  }
}
