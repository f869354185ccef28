import { createHmac } from "node:crypto";

/** `Stripe-Signature`: HMAC-SHA256 with the endpoint's secret over the time, a dot and the exact bytes of the body. */
export function signPayload(input: { body: string; secret: string; timestamp: number }): string {
  const { body, secret, timestamp } = input;
  const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${digest}`;
}
