import { type RichText, textView } from "../presentation/chat-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";

/** Lists the commands it is given, so that help can never forget one. */
export function createHelpCommand(listCommands: () => readonly Command[]): Command {
  return {
    name: "help",
    platforms: BOTH_PLATFORMS,
    description: { en: "What I can do", de: "Was ich kann" },
    options: [],
    visibility: () => "only_me",

    async run(request, { wording, language, support }) {
      const lines: RichText = listCommands()
        .filter(({ platforms }) => platforms.includes(request.platform))
        .flatMap(({ name, description }) => [
          "\n",
          { code: `/${name}` },
          ` · ${description[language]}`,
        ]);
      const footer = wording.help.footer(support);
      const end: RichText = footer.length > 0 ? ["\n", ...footer] : [];
      return show(textView("neutral", [...wording.help.intro, ...lines, ...end]));
    },
  };
}
