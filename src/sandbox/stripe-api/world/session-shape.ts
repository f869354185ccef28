import type { Session } from "../control-types.js";
import { createId } from "./ids.js";

/** What a shop asks for when it opens a checkout. */
export interface NewSession {
  readonly amountMinor: number;
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly clientReferenceId: string | null;
  readonly customerEmail: string | null;
  readonly locale: Session["locale"];
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

/** Fields of features that nothing here makes use of, as they stand in a plain payment. */
const UNUSED = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: "if_required",
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_collection: "if_required",
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ["card"],
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  ui_mode: "hosted_page",
  wallet_options: null,
} satisfies Partial<Session>;

export function createSession(
  input: NewSession,
  at: { created: number; pageOrigin: string },
): Session {
  const id = createId("cs_test", 58);
  return {
    ...structuredClone(UNUSED),
    id,
    object: "checkout.session",
    amount_subtotal: input.amountMinor,
    amount_total: input.amountMinor,
    cancel_url: input.cancelUrl,
    client_reference_id: input.clientReferenceId,
    created: at.created,
    currency: input.currency,
    customer_details: null,
    customer_email: input.customerEmail,
    expires_at: input.expiresAt,
    livemode: false,
    locale: input.locale,
    metadata: { ...input.metadata },
    mode: "payment",
    payment_intent: null, // Made by the first try to pay.
    payment_status: "unpaid",
    status: "open",
    success_url: input.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: `${at.pageOrigin}/c/pay/${id}`,
  };
}
