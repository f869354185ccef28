import { textView } from "../presentation/chat-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";

export const balanceCommand: Command = {
  name: "balance",
  platforms: BOTH_PLATFORMS,
  description: { en: "Show your credits", de: "Zeige deine Credits" },
  options: [],
  visibility: () => "only_me",

  async run(request, { useCases, wording }) {
    const wallet = await useCases.readWallet(request.accountId);
    const canBuy = useCases.listPacks(request.platform).length > 0;
    const hint = canBuy ? [wording.payments.hint] : [];
    return show(textView("neutral", [...wording.balance.summary(wallet), ...hint]));
  },
};
