import Stripe from "stripe";

/** A person waits for the answer. */
const TIMEOUT_MS = 10_000;

/** The real client, pointed at the real Stripe or at whatever speaks its protocol. */
export function createStripeClient(options: { secretKey: string; apiUrl: string }): Stripe {
  const { hostname, port, protocol } = new URL(options.apiUrl);
  const isPlain = protocol === "http:";
  return new Stripe(options.secretKey, {
    host: hostname,
    port: port === "" ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? "http" : "https",
    maxNetworkRetries: 1,
    timeout: TIMEOUT_MS,
    telemetry: false,
  });
}
