import { z } from "zod";
import type { Config, StripeConfig } from "../../settings/config.js";
import { askVendor, strangeAnswer } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, off, ok, warning } from "../check.js";

const KEYS = "https://dashboard.stripe.com/apikeys";
const WEBHOOKS = "https://dashboard.stripe.com/webhooks";

/** What the webhook has to be told of. */
export const STRIPE_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.closed",
] as const;

const EndpointsSchema = z.object({
  data: z.array(
    z.object({
      url: z.string(),
      status: z.string(),
      livemode: z.boolean(),
      enabled_events: z.array(z.string()),
    }),
  ),
});

export const paymentsCheck: DoctorCheck = {
  name: "payments",
  async run(config, signal) {
    const { stripe } = config;
    if (!stripe) return [off("Off.", `To sell credits set STRIPE_SECRET_KEY (${KEYS}).`)];
    const answer = await askStripe(stripe, "/v1/account", signal);
    if (answer.status === 401) {
      return [fault("Stripe refuses the key.", `Make one at ${KEYS}; set STRIPE_SECRET_KEY.`)];
    }
    if (answer.status >= 500 || answer.status === 404 || answer.status === 429) {
      return [strangeAnswer("Stripe", answer.status, "STRIPE_API_URL")];
    }
    return [
      describeMode(config, stripe),
      ...checkSecret(stripe),
      ...(await checkEndpoint(config, stripe, signal)),
    ];
  },
};

function describeMode({ isProduction }: Config, { isLive }: StripeConfig): Finding {
  if (isLive) return ok("Stripe answers; the key is live: money is real.");
  const text = "Stripe answers; the key is for tests: no money moves.";
  return isProduction ? warning(text, "Before going live set a live key.") : ok(text);
}

function checkSecret({ webhookSecret }: StripeConfig): Finding[] {
  if (webhookSecret) return [];
  const text =
    "Nothing is sold until STRIPE_WEBHOOK_SECRET is set, for no payment would be heard of.";
  return [warning(text, `The signing secret of the endpoint at ${WEBHOOKS}.`)];
}

async function checkEndpoint(
  { isPublic, publicUrl }: Config,
  stripe: StripeConfig,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (!isPublic) return [warning("Stripe cannot reach us.", "Set PUBLIC_URL.")];
  const wanted = `${publicUrl.replace(/\/$/, "")}/webhooks/stripe`;
  const { body } = await askStripe(stripe, "/v1/webhook_endpoints?limit=100", signal);
  const events = STRIPE_EVENTS.join(", ");
  const endpoints = EndpointsSchema.safeParse(body);
  if (!endpoints.success) {
    const next = `Check at ${WEBHOOKS} that ${wanted} is told of: ${events}.`;
    return [warning("The key may not list webhook endpoints.", next)];
  }
  const endpoint = endpoints.data.data.find(({ url }) => url === wanted);
  if (!endpoint) {
    return [
      warning("No webhook endpoint is ours.", `Add ${wanted} at ${WEBHOOKS} with: ${events}.`),
    ];
  }
  if (endpoint.livemode !== stripe.isLive) {
    const text = "The key and the webhook endpoint mix test and live mode.";
    return [warning(text, "Take both from the same mode of the dashboard.")];
  }
  return [describeEvents(endpoint, wanted)];
}

function describeEvents(
  endpoint: { readonly status: string; readonly enabled_events: readonly string[] },
  url: string,
): Finding {
  if (endpoint.status !== "enabled") {
    return warning(`The webhook endpoint ${url} is disabled.`, `Enable it at ${WEBHOOKS}.`);
  }
  const told = new Set(endpoint.enabled_events);
  const missing = STRIPE_EVENTS.filter((event) => !told.has(event));
  if (told.has("*") || missing.length === 0) return ok(`Payments are told to ${url}.`);
  return warning(`The webhook endpoint is not told of everything.`, `Add: ${missing.join(", ")}.`);
}

function askStripe(stripe: StripeConfig, path: string, signal: AbortSignal) {
  const base = stripe.apiUrl.replace(/\/$/, "");
  return askVendor(`${base}${path}`, { signal, bearer: stripe.secretKey });
}
