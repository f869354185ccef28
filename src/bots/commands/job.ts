import type { OwnGeneration } from "../../core/generation/own-generations.js";
import { shortId } from "../../core/ids.js";
import { type RichText, textView } from "../presentation/chat-view.js";
import { cutText } from "../presentation/cut-text.js";
import { familyLines } from "../presentation/family-lines.js";
import { refusalView } from "../presentation/refusal-view.js";
import { reportView } from "../presentation/report-view.js";
import type { Wording } from "../presentation/wording/wording.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";

const LISTED = 5;
const SHOWN_PROMPT_LENGTH = 80;

export const jobCommand: Command = {
  name: "job",
  platforms: BOTH_PLATFORMS,
  description: {
    en: "Your latest requests and how they ended",
    de: "Deine letzten Anfragen und wie sie ausgingen",
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
  visibility: () => "only_me",

  async run(request, { useCases, wording, support }) {
    const { accountId, options } = request;
    if (options.id !== undefined) {
      const found = await useCases.showGeneration({ accountId, shortId: String(options.id) });
      if (!found.ok) return { kind: "refusal", view: refusalView(found.refusal, wording, support) };
      const family = await useCases.traceLineage(found.value.generationId);
      const view = reportView(found.value, wording);
      return show({ ...view, text: [...view.text, ...familyLines(family, wording)] });
    }
    const own = await useCases.listGenerations(accountId, { limit: LISTED });
    if (own.length === 0) return show(textView("neutral", wording.job.none));
    const lines = own.flatMap((generation) => ["\n", ...line(generation, wording)]);
    return show(
      textView("neutral", [{ bold: wording.job.title }, ...lines, "\n", ...wording.job.footer]),
    );
  },
};

function line({ generation, prompt }: OwnGeneration, wording: Wording): RichText {
  return wording.job.line({
    id: shortId(generation.id),
    state: generation.state,
    price: generation.quotedCredits,
    charged: generation.capturedCredits,
    prompt: prompt === null ? "–" : cutText(prompt, SHOWN_PROMPT_LENGTH),
  });
}
