import { textView } from "../presentation/chat-view.js";
import { type Command, show } from "./command.js";

/** What Telegram sends when somebody opens the chat for the first time. Discord has no such moment. */
export const startCommand: Command = {
  name: "start",
  platforms: ["telegram"],
  description: { en: "Say hello", de: "Sag hallo" },
  options: [],
  visibility: () => "only_me",

  async run(request, { useCases, wording }) {
    const { available } = await useCases.readWallet(request.accountId);
    return show(textView("neutral", wording.start.welcome({ available })));
  },
};
