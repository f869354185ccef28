import { type HttpListener, startHttpListener } from "../http-listener.js";
import { handlePage } from "./checkout-page/handle-page.js";
import { createBookReads } from "./control/book-reads.js";
import { createDashboardActions } from "./control/dashboard-actions.js";
import { createPayerActions } from "./control/payer-actions.js";
import { createPlatformFaults } from "./control/platform-faults.js";
import { createWebhookActions } from "./control/webhook-actions.js";
import type { StripeControl } from "./control-types.js";
import { createPlatform } from "./platform.js";
import { handleCall } from "./rest/handle-call.js";

export interface StripeApiOptions {
  /** One of Stripe's form when left out. */
  secretKey?: string;
  webhookSecret?: string;
  /** Where people reach the checkout page, as in `http://localhost:3000`. Left out: this server's own address. */
  pageOrigin?: string;
  /** The first pause before an event is sent again; 1 s when left out. */
  webhookRetryMs?: number;
}

export interface StripeApi {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** The payers' and the dashboard's side: what tests, the demo and the console drive. */
  readonly control: StripeControl;
  /** Null when the request is not for the checkout page, `/c/pay/<session>`. */
  fetchPage(request: Request): Promise<Response> | null;
  /** Serves the API and the page on this machine only. */
  listen(options?: { port?: number }): Promise<{ apiUrl: string; port: number }>;
  close(): Promise<void>;
}

/**
 * A Stripe of one's own: speaks the API to the real client, shows the checkout page, sends signed events and keeps its
 * books in memory. Money is not moved, anywhere.
 */
export function createStripeApi(options: StripeApiOptions = {}): StripeApi {
  const secretKey = options.secretKey ?? "sk_test_sandbox0000000000000000";
  const webhookSecret = options.webhookSecret ?? "whsec_sandbox0000000000000000";
  const webhookRetryMs = options.webhookRetryMs ?? 1_000;
  const platform = createPlatform({ secretKey, webhookSecret, webhookRetryMs });
  const payer = createPayerActions(platform);
  const fetchPage = (request: Request) => handlePage({ platform, payer }, request);
  let listener: HttpListener | undefined;

  return {
    secretKey,
    webhookSecret,
    fetchPage,
    control: {
      ...payer,
      ...createDashboardActions(platform),
      ...createWebhookActions(platform),
      ...createPlatformFaults(platform),
      ...createBookReads(platform),
      onChange: (listen) => platform.events.listen(listen),
      reset: () => platform.reset(),
    },
    async listen(at = {}) {
      if (listener !== undefined) throw new Error("the server listens already");
      listener = await startHttpListener({
        fetch: (request, connection) =>
          fetchPage(request) ?? handleCall(platform, request, connection),
        ...(at.port === undefined ? {} : { port: at.port }),
      });
      platform.pageOrigin = options.pageOrigin ?? listener.origin;
      return { apiUrl: listener.origin, port: listener.port };
    },
    async close() {
      platform.webhook.set(null);
      platform.outbox.clear();
      await listener?.close();
      listener = undefined;
    },
  };
}
