import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { exactTime } from "../shared/time.js";
import { card, platformMark } from "./card.js";
import { nameOf } from "./people.js";

const WORDS = {
  grant: "given",
  top_up: "paid in",
  hold: "set aside",
  capture: "charged",
  release: "given back",
  expire: "ran out",
  clawback: "taken back",
  adjustment: "corrected",
};
const REASONS = { trial: "trial credits", sandbox: "from this console" };

/** The books, newest first. Set-asides and give-backs are no entries of theirs and stand in grey. */
export function createBookings() {
  const body = el("tbody");
  const rows = createKeyedList(body, {
    keyOf: ({ key }) => key,
    versionOf: (booking) => JSON.stringify(booking),
    render: renderBooking,
  });
  const columns = ["Time", "Who", "What", "Credits", "Balance"];
  const table = el(
    "table",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        columns.map((name) => el("th", { scope: "col" }, name)),
      ),
    ),
    body,
  );
  return {
    element: card({
      title: "Ledger",
      className: "bookings",
      body: el(
        "div",
        { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Ledger" },
        table,
      ),
    }),
    update(state) {
      rows.update(
        state.inside.bookings.map((booking) => ({ ...booking, name: nameOf(state, booking) })),
      );
    },
  };
}

function renderBooking({ kind, amount, debtDelta, balanceAfter, reasonCode, at, platform, name }) {
  const isEntry = balanceAfter !== null;
  return el(
    "tr",
    { class: isEntry ? "entry" : "aside", dataset: { kind } },
    el("td", { class: "time" }, exactTime(at)),
    el("td", {}, platform && platformMark(platform), " ", name),
    el("td", { title: REASONS[reasonCode] ?? reasonCode ?? "" }, WORDS[kind] ?? kind),
    el(
      "td",
      { class: amount < 0 || debtDelta > 0 ? "amount is-minus" : "amount is-plus" },
      amountWords({ kind, amount, debtDelta }),
    ),
    el("td", { class: "amount" }, isEntry ? String(balanceAfter) : ""),
  );
}

/** What was spent already cannot be taken back: it is owed, and the next credits bought settle it. */
function amountWords({ kind, amount, debtDelta }) {
  if (kind === "hold") return `(${-amount})`;
  if (debtDelta !== 0 && amount === 0) {
    return debtDelta > 0 ? `owes ${debtDelta}` : `settles ${-debtDelta}`;
  }
  return amount < 0 ? `−${-amount}` : `+${amount}`;
}
