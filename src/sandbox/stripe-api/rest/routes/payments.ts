import { z } from "zod";
import type { Platform } from "../../platform.js";
import { refund } from "../../world/reversals.js";
import { invalid, noSuch } from "../api-error.js";
import { checkParams, integer, metadata } from "../check-params.js";
import { listPage } from "../list.js";
import type { ApiCall, Route } from "../route.js";

const RefundParams = z.strictObject({
  amount: integer.refine((amount) => amount > 0, "Invalid positive integer").optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadata.optional(),
  expand: z.unknown().optional(),
});

export const paymentRoutes: readonly Route[] = [
  ...reading("payment_intent", "payment_intents", ({ books }) => books.intents, ["customer"]),
  ...reading("charge", "charges", ({ books }) => books.charges, ["payment_intent"]),
  ...reading("refund", "refunds", ({ books }) => books.refunds, ["payment_intent", "charge"]),
  ...reading("dispute", "disputes", ({ books }) => books.disputes, ["payment_intent", "charge"]),
  { method: "POST", path: "/v1/refunds", run: makeRefund },
];

function reading(
  name: string,
  folder: string,
  mapOf: (platform: Platform) => ReadonlyMap<string, { id: string }>,
  filters: readonly string[],
): Route[] {
  const path = `/v1/${folder}`;
  return [
    {
      method: "GET",
      path,
      run: ({ platform, params }) =>
        listPage(mapOf(platform).values(), { params, filters, url: path }),
    },
    {
      method: "GET",
      path: `${path}/:id`,
      run({ platform, ids: { id = "" } }) {
        const found = mapOf(platform).get(id);
        if (found === undefined) throw noSuch(name, id);
        return found;
      },
    },
  ];
}

function makeRefund({ platform, params }: ApiCall): object {
  const asked = checkParams(RefundParams, params);
  const charge = asked.charge === undefined ? undefined : platform.books.charges.get(asked.charge);
  const paymentIntentId = asked.payment_intent ?? charge?.payment_intent;
  if (typeof paymentIntentId !== "string") {
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  }
  if (!platform.books.intents.has(paymentIntentId)) throw noSuch("payment_intent", paymentIntentId);
  try {
    return refund(platform, {
      paymentIntentId,
      amountMinor: asked.amount,
      reason: asked.reason ?? null,
      ...(asked.metadata && { metadata: asked.metadata }),
    });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}
