import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { act } from "../shared/server.js";
import { card, platformMark } from "./card.js";
import { everybody } from "./people.js";

const GIFT = 20;
/** Below this the button to give more stands out. */
const FEW = 5;

/** Everybody's credits: what can be spent, and what is set aside for work in progress. */
export function createWallets({ toasts }) {
  const list = el("div", { class: "wallets" });
  const give = ({ platform, userId }) =>
    toasts.guard(() => act("inside/grant", { platform, userId, credits: GIFT }));
  const rows = createKeyedList(list, {
    keyOf: ({ platform, userId }) => `${platform} ${userId}`,
    versionOf: (row) => JSON.stringify(row),
    render: (row) => renderWallet(row, give),
  });
  return {
    element: card({ title: "Credits", className: "wallets", body: list }),
    update(state) {
      const { wallets } = state.inside;
      rows.update(
        everybody(state).map((person) => ({
          ...person,
          wallet: wallets.find(
            ({ platform, userId }) => platform === person.platform && userId === person.userId,
          ),
        })),
      );
    },
  };
}

function renderWallet(row, give) {
  const { platform, name, wallet } = row;
  const available = wallet ? wallet.balance - wallet.held : null;
  return el(
    "div",
    {
      class: walletLook(available),
      dataset: { wallet: `${platform} ${name}` },
    },
    platformMark(platform),
    el(
      "span",
      { class: "wallet-who" },
      el("span", { class: "wallet-name" }, name),
      wallet?.held > 0 && el("span", { class: "held" }, `${wallet.held} held`),
      wallet?.debt > 0 && el("span", { class: "debt" }, `owes ${wallet.debt}`),
    ),
    el(
      "strong",
      {
        class: "wallet-credits",
        title: wallet ? "credits to spend" : "Trial credits come with the first command",
      },
      available === null ? "new" : String(available),
    ),
    el(
      "button",
      {
        type: "button",
        class: "give",
        "aria-label": `Give ${name} on ${platform === "discord" ? "Discord" : "Telegram"} ${GIFT} credits`,
        dataset: { focusKey: `give ${platform} ${name}` },
        on: { click: () => give(row) },
      },
      `+${GIFT}`,
    ),
  );
}

function walletLook(available) {
  if (available === null) return "wallet is-new";
  return available < FEW ? "wallet is-low" : "wallet";
}
