import { el } from "../shared/dom.js";
import { createKeyedList } from "../shared/keyed-list.js";
import { credits, ordinal } from "../shared/time.js";
import { card, platformMark } from "./card.js";
import { nameOf } from "./people.js";

const PATH = ["intake", "queued", "running"];
const ENDS = ["succeeded", "failed", "cancelled"];
const REASONS = {
  content_refused: "refused as unsafe",
  provider_unavailable: "the image service failed",
  provider_rejected: "the image service said no",
  output_unusable: "what came was no picture",
  timed_out: "took too long",
  outcome_unknown: "never heard how it ended",
  internal: "our own fault",
};

/** Every request on its way from intake to its end, with place, price and what was charged. */
export function createRequests() {
  const list = el("div", { class: "requests" });
  const empty = el("p", { class: "empty" }, "Nothing asked for yet.");
  const rows = createKeyedList(list, {
    keyOf: ({ id }) => id,
    versionOf: (request) => JSON.stringify(request),
    render: renderRequest,
  });
  return {
    element: card({ title: "Requests", className: "requests", body: [empty, list] }),
    update(state) {
      const { requests } = state.inside;
      empty.hidden = requests.length > 0;
      rows.update(requests.map((request) => ({ ...request, name: nameOf(state, request) })));
    },
  };
}

function renderRequest(request) {
  const { platform, name, prompt, modelId, count, state } = request;
  return el(
    "article",
    { class: "request", dataset: { state } },
    el(
      "div",
      { class: "request-head" },
      platform && platformMark(platform),
      el("strong", {}, name),
      el("span", { class: "request-prompt", title: prompt ?? "" }, prompt ?? "(erased)"),
      el("span", { class: "request-model" }, count > 1 ? `${modelId} × ${count}` : modelId),
    ),
    el("ol", { class: "path" }, stepsOf(request).map(renderStep)),
    el("div", { class: "request-money" }, moneyOf(request)),
  );
}

/** Where it has been, where it is, and where it may go. */
function stepsOf({ state, place, queuedAt, startedAt }) {
  const isOver = ENDS.includes(state);
  const reached = { intake: true, queued: queuedAt !== null, running: startedAt !== null };
  const steps = PATH.map((name) => ({
    name,
    look:
      name === state ? "is-now" : reached[name] ? "is-done" : isOver ? "is-skipped" : "is-ahead",
    note: name === state && place !== null ? ordinal(place) : null,
  }));
  const end = isOver ? state : "succeeded";
  return [...steps, { name: end, look: isOver ? `is-end is-${state}` : "is-ahead", note: null }];
}

function renderStep({ name, look, note }) {
  return el("li", { class: `step ${look}` }, name, note && el("b", {}, ` ${note}`));
}

function moneyOf({ state, price, charged, errorCode, place }) {
  if (state === "succeeded") {
    const back = price - charged;
    return [el("b", {}, `${credits(charged)} charged`), back > 0 && ` · ${back} came back`];
  }
  if (state === "failed" || state === "cancelled") {
    const why = state === "failed" ? (REASONS[errorCode] ?? errorCode ?? "failed") : "cancelled";
    return [`${why} · `, el("b", { class: "back" }, `${credits(price)} back, 0 charged`)];
  }
  return [
    place !== null && el("b", {}, `${ordinal(place)} in line`),
    place !== null && " · ",
    `price ${credits(price)}, set aside`,
  ];
}
