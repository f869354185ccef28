import type { ChatRequest } from "../../core/chat/chat-request.js";
import type { OwnGeneration } from "../../core/generation/own-generations.js";
import { shortId } from "../../core/ids.js";
import { type ChatView, type RichText, textView } from "../presentation/chat-view.js";
import { cutText } from "../presentation/cut-text.js";
import { familyLines } from "../presentation/family-lines.js";
import { originView } from "../presentation/origin-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { reportView } from "../presentation/report-view.js";
import type { Wording } from "../presentation/wording/wording.js";
import type { Answer } from "./answer.js";
import { BOTH_PLATFORMS, type Command, type CommandContext, show } from "./command.js";

const LISTED = 5;
const SHOWN_PROMPT_LENGTH = 80;

export const jobCommand: Command = {
  name: "job",
  platforms: BOTH_PLATFORMS,
  description: {
    en: "Your latest requests; of a picture, whether it was made here",
    de: "Deine letzten Anfragen; von einem Bild, ob es von hier ist",
  },
  options: [
    {
      name: "id",
      kind: "text",
      isRequired: false,
      maxLength: 36,
      description: { en: "Show this one", de: "Zeige diese" },
    },
  ],
  takesPictures: { min: 0, max: 1 },
  visibility: () => "only_me",

  async run(request, context) {
    const { useCases, wording, support } = context;
    const { accountId, options } = request;
    if (options.id !== undefined) {
      const found = await useCases.showGeneration({ accountId, shortId: String(options.id) });
      if (!found.ok) return { kind: "refusal", view: refusalView(found.refusal, wording, support) };
      const family = await useCases.traceLineage(found.value.generationId);
      const view = reportView(found.value, wording);
      return show({ ...view, text: [...view.text, ...familyLines(family, wording)] });
    }
    const origin = await tellOrigin(request, context);
    if (origin) return origin;
    const own = await useCases.listGenerations(accountId, { limit: LISTED });
    if (own.length === 0) return show(textView("neutral", wording.job.none));
    const lines = own.flatMap((generation) => ["\n", ...line(generation, wording)]);
    return show(
      textView("neutral", [{ bold: wording.job.title }, ...lines, "\n", ...wording.job.footer]),
    );
  },
};

/** Of the picture given or answered. Null when there is none, so that the list is what was asked for. */
async function tellOrigin(
  { accountId, about, inputs }: ChatRequest,
  { useCases, wording }: CommandContext,
): Promise<Answer | null> {
  const [picture = null] = inputs;
  if (!about && !picture) return null;
  const origin = await useCases.askOrigin({ message: about, picture });
  if (origin.kind === "unknown" && !picture) return null;
  if (origin.kind === "ours") {
    const id = shortId(origin.made.generationId);
    const own = await useCases.showGeneration({ accountId, shortId: id });
    if (own.ok)
      return show(withOrigin(reportView(own.value, wording), originView(origin, wording)));
  }
  return show(originView(origin, wording));
}

/** An own result says where it comes from, too: that is what was asked. */
function withOrigin(result: ChatView, origin: ChatView): ChatView {
  return { ...result, text: [...result.text, "\n", ...origin.text] };
}

function line({ generation, prompt }: OwnGeneration, wording: Wording): RichText {
  return wording.job.line({
    id: shortId(generation.id),
    state: generation.state,
    price: generation.quotedCredits,
    charged: generation.capturedCredits,
    prompt: prompt === null ? null : cutText(prompt, SHOWN_PROMPT_LENGTH),
    wasKept: generation.retention === "keep",
  });
}
