import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { act } from "../shared/server.js";
import { credits, exactTime } from "../shared/time.js";
import { card, platformMark } from "./card.js";
import { nameOf } from "./people.js";

const TRAITS = [
  { id: "isDuplicated", label: "twice" },
  { id: "isDelayed", label: "5 s late" },
  { id: "isReordered", label: "out of order" },
];
const STATES = {
  open: "not paid yet",
  paid: "paid",
  processing: "on its way",
  failed: "never arrived",
  expired: "expired",
  refunded: "refunded",
  disputed: "disputed",
};
const OUTCOMES = {
  granted: "credits given",
  already_granted: "given before",
  unpaid: "waiting for the money",
  payment_failed: "no money came",
  expired: "checkout closed",
  taken_back: "credits taken back",
  nothing_due: "nothing to take back",
  ignored: "of no interest",
};

/** Checkouts, what Stripe told us of them and what became of it; and how Stripe tells it from now on. */
export function createPayments({ toasts }) {
  const inputs = new Map();
  const traits = createTraits(toasts, inputs);
  const empty = el(
    "p",
    { class: "empty" },
    "Nothing bought yet. Type ",
    el("kbd", {}, "/buy"),
    " in a chat.",
  );
  const checkouts = el("div", { class: "checkouts" });
  const checkoutRows = createKeyedList(checkouts, {
    keyOf: ({ id }) => id,
    versionOf: (row) => JSON.stringify(row),
    render: renderCheckout,
  });
  const heading = el("h4", { class: "card-part" }, "What Stripe told us");
  const events = el("div", { class: "payment-events" });
  const eventRows = createKeyedList(events, {
    keyOf: ({ id }) => id,
    versionOf: (row) => JSON.stringify(row),
    render: renderEvent,
  });
  const back = createBackRow(toasts);
  const scroller = el(
    "div",
    { class: "payments", tabindex: "0", role: "group", "aria-label": "Payments" },
    empty,
    checkouts,
    heading,
    events,
  );
  return {
    element: card({ title: "Payments", className: "payments", body: [traits, back, scroller] }),
    update(state) {
      const { payments } = state.inside;
      const { isDuplicated, isReordered, delayMs } = payments.traits;
      const now = { isDuplicated, isReordered, isDelayed: delayMs > 0 };
      for (const [id, input] of inputs) input.checked = now[id];
      empty.hidden = payments.checkouts.length > 0;
      back.hidden = payments.checkouts.length === 0;
      const told = payments.events.filter(isTold);
      heading.hidden = told.length === 0;
      checkoutRows.update(payments.checkouts.map((row) => ({ ...row, name: nameOf(state, row) })));
      eventRows.update(told);
    },
  };
}

/** What nobody here listens to is left out, unless it did not arrive. */
function isTold({ outcome, statuses }) {
  return outcome !== "ignored" && (outcome !== null || statuses.at(-1) !== 200);
}

function createTraits(toasts, inputs) {
  const send = () => {
    const chosen = Object.fromEntries([...inputs].map(([id, input]) => [id, input.checked]));
    return toasts.guard(() => act("payments/set_traits", chosen));
  };
  const boxes = TRAITS.map(({ id, label }) => {
    const input = el("input", { type: "checkbox", on: { change: send } });
    inputs.set(id, input);
    return el("label", { class: "switch" }, input, el("span", {}, label));
  });
  return el(
    "div",
    { class: "switch-row", role: "group", "aria-label": "How Stripe tells us of payments" },
    el("span", { class: "switch-lead" }, "Webhooks come"),
    boxes,
  );
}

function createBackRow(toasts) {
  const button = (label, action) =>
    el(
      "button",
      { type: "button", class: "small", on: { click: () => toasts.guard(() => act(action, {})) } },
      label,
    );
  return el(
    "div",
    { class: "switch-row" },
    button("Refund last payment", "payments/refund_last"),
    button("Lose a dispute over it", "payments/dispute_last"),
  );
}

function renderCheckout({
  id,
  platform,
  name,
  credits: count,
  amountMinor,
  currency,
  state,
  refundedMinor,
}) {
  const isPart = refundedMinor > 0 && state === "paid";
  return el(
    "div",
    { class: "checkout", dataset: { state }, title: id },
    platform && platformMark(platform),
    el("strong", {}, name),
    el("span", { class: "checkout-words" }, count === null ? "" : credits(count)),
    el("span", { class: "checkout-price" }, money(amountMinor, currency)),
    el(
      "span",
      { class: "checkout-state" },
      isPart ? `${money(refundedMinor, currency)} back` : STATES[state],
    ),
  );
}

function renderEvent({ type, at, statuses, outcome }) {
  const times = statuses.length > 1 ? ` × ${statuses.length}` : "";
  const isBad = outcome !== null && !(outcome in OUTCOMES);
  return el(
    "div",
    { class: isBad ? "payment-event is-refused" : "payment-event" },
    el("span", { class: "time" }, exactTime(at)),
    el("code", {}, `${type}${times}`),
    el("span", { class: "payment-outcome" }, outcomeWords(outcome, statuses)),
  );
}

function outcomeWords(outcome, statuses) {
  if (outcome !== null) return OUTCOMES[outcome] ?? outcome.replaceAll("_", " ");
  const last = statuses.at(-1);
  if (last === undefined) return "on its way";
  return last === 200 ? "taken" : `not taken (${last ?? "no answer"})`;
}

function money(amountMinor, currency) {
  return new Intl.NumberFormat("en-US", { style: "currency", currency }).format(amountMinor / 100);
}
