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
  const spend = ({ platform, userId }) =>
    toasts.guard(() => act("inside/spend", { platform, userId }));
  const rows = createKeyedList(list, {
    keyOf: ({ platform, userId }) => `${platform} ${userId}`,
    versionOf: (row) => JSON.stringify(row),
    render: (row) => renderWallet(row, { give, spend }),
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

function renderWallet(row, { give, spend }) {
  const { platform, name, wallet } = row;
  const who = `${name} on ${platform === "discord" ? "Discord" : "Telegram"}`;
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
        "aria-label": `Give ${who} ${GIFT} credits`,
        dataset: { focusKey: `give ${platform} ${name}` },
        on: { click: () => give(row) },
      },
      `+${GIFT}`,
    ),
    wallet &&
      el(
        "button",
        {
          type: "button",
          class: "spend",
          disabled: available === 0,
          title: "Spend all: see what happens when the credits run out",
          "aria-label": `Spend all credits of ${who}`,
          dataset: { focusKey: `spend ${platform} ${name}` },
          on: { click: () => spend(row) },
        },
        "→0",
      ),
  );
}

function walletLook(available) {
  if (available === null) return "wallet is-new";
  return available < FEW ? "wallet is-low" : "wallet";
}
