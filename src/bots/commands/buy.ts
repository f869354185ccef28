import { packsView } from "../presentation/payment-view.js";
import { refusalView } from "../presentation/refusal-view.js";
import { BOTH_PLATFORMS, type Command, show } from "./command.js";

export const buyCommand: Command = {
  name: "buy",
  platforms: BOTH_PLATFORMS,
  description: { en: "Get more credits", de: "Hol dir mehr Credits" },
  options: [],
  visibility: () => "only_me",

  async run(request, { useCases, wording, support }) {
    const { platform, accountId, requestKey } = request;
    const packs = useCases.listPacks(platform);
    if (packs.length === 0) {
      return { kind: "refusal", view: refusalView({ kind: "payments_off" }, wording, support) };
    }
    const { available } = await useCases.readWallet(accountId);
    return show(packsView({ packs, available, requestKey }, wording));
  },
};
