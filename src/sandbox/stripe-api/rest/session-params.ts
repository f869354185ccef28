import { z } from "zod";
import { ApiError, invalid } from "./api-error.js";
import { checkParams, integer, metadata } from "./check-params.js";
import type { FormFields } from "./form.js";

const ProductData = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  images: z.array(z.string()).max(8).optional(),
  metadata: metadata.optional(),
  tax_code: z.string().optional(),
});
const PriceData = z.strictObject({
  currency: z.string().regex(/^[a-z]{3}$/i, "Invalid currency"),
  product_data: ProductData,
  unit_amount: integer.refine((amount) => amount >= 0, "Invalid non-negative integer"),
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
});
const LineItem = z.strictObject({
  price_data: PriceData,
  quantity: integer.refine((count) => count > 0, "Invalid positive integer"),
  metadata: metadata.optional(),
});
const PaymentIntentData = z.strictObject({
  metadata: metadata.optional(),
  description: z.string().optional(),
  receipt_email: z.string().optional(),
  statement_descriptor: z.string().max(22).optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
});
const url = z.url({ protocol: /^https?$/, error: "Not a valid URL" });

/** Taken, and without any effect on this page. */
const WITHOUT_EFFECT = [
  "adaptive_pricing",
  "allow_promotion_codes",
  "allowed_payment_method_types",
  "automatic_tax",
  "billing_address_collection",
  "branding_settings",
  "consent_collection",
  "custom_text",
  "customer_creation",
  "excluded_payment_method_types",
  "expand",
  "integration_identifier",
  "invoice_creation",
  "managed_payments",
  "name_collection",
  "origin_context",
  "payment_method_configuration",
  "payment_method_options",
  "phone_number_collection",
  "submit_type",
  "tax_id_collection",
] as const;

const SessionParams = z.strictObject({
  ...Object.fromEntries(WITHOUT_EFFECT.map((name) => [name, z.unknown().optional()])),
  cancel_url: url.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email("Invalid email address").optional(),
  expires_at: integer.optional(),
  line_items: z.array(LineItem).min(1).max(100),
  locale: z.string().optional(),
  metadata: metadata.optional(),
  mode: z.literal("payment", { error: "The sandbox only knows the mode payment" }),
  payment_intent_data: PaymentIntentData.optional(),
  success_url: url,
  ui_mode: z.literal("hosted_page", { error: "The sandbox only has hosted_page" }).optional(),
});
export type SessionParams = z.output<typeof SessionParams>;

const MIN_SECONDS = 30 * 60;
const MAX_SECONDS = 24 * 3_600;
/** Clocks and wires take their time; what was 30 minutes when it was sent is still good. */
const LEEWAY_SECONDS = 10;
/** Stripe's smallest charge in US dollars and euros. */
const MIN_AMOUNT_MINOR = 50;

/** @throws ApiError 400 for what Stripe refuses, and for what this sandbox does not have. */
export function parseSessionParams(params: FormFields, now: number): SessionParams {
  if (Object.hasOwn(params, "payment_method_types")) throw typesNoLongerSupported();
  const parsed = checkParams(SessionParams, params);
  checkExpiry(parsed.expires_at, now);
  const currencies = new Set(
    parsed.line_items.map(({ price_data }) => price_data.currency.toLowerCase()),
  );
  if (currencies.size > 1) throw invalid("All line items must have the same currency.");
  if (totalOf(parsed) < MIN_AMOUNT_MINOR) {
    throw invalid("The Checkout Session's total amount due must add up to at least $0.50 usd", {
      code: "amount_too_small",
    });
  }
  return parsed;
}

export function totalOf({ line_items: items }: SessionParams): number {
  return items.reduce(
    (sum, { price_data, quantity }) => sum + price_data.unit_amount * quantity,
    0,
  );
}

function checkExpiry(expiresAt: number | undefined, now: number): void {
  if (expiresAt === undefined) return;
  const param = "expires_at";
  if (expiresAt < now + MIN_SECONDS - LEEWAY_SECONDS) {
    throw invalid(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      { param },
    );
  }
  if (expiresAt > now + MAX_SECONDS + LEEWAY_SECONDS) {
    throw invalid(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      { param },
    );
  }
}

function typesNoLongerSupported(): ApiError {
  return new ApiError({
    status: 400,
    code: "payment_method_types_no_longer_supported",
    param: "payment_method_types",
    message:
      "The parameter `payment_method_types` is no longer supported. Use `allowed_payment_method_types` or `excluded_payment_method_types`.",
  });
}
