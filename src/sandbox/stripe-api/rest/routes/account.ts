import { API_VERSION } from "../../events/event-book.js";
import { noSuch } from "../api-error.js";
import { listPage } from "../list.js";
import type { Route } from "../route.js";

const ACCOUNT = {
  id: "acct_sandbox",
  object: "account",
  charges_enabled: true,
  country: "US",
  default_currency: "usd",
  details_submitted: true,
  email: null,
  payouts_enabled: true,
  type: "standard",
};
const BALANCE = {
  object: "balance",
  available: [{ amount: 0, currency: "usd", source_types: {} }],
  livemode: false,
  pending: [{ amount: 0, currency: "usd", source_types: {} }],
};

/** What says whose account it is and how it is set up. */
export const accountRoutes: readonly Route[] = [
  { method: "GET", path: "/v1/account", run: () => ACCOUNT },
  { method: "GET", path: "/v1/balance", run: () => BALANCE },
  {
    method: "GET",
    path: "/v1/webhook_endpoints",
    run({ platform, params }) {
      const url = platform.webhook.url();
      const endpoint = {
        id: "we_sandbox",
        object: "webhook_endpoint",
        api_version: API_VERSION,
        application: null,
        created: 1_700_000_000,
        description: null,
        enabled_events: ["*"],
        livemode: false,
        metadata: {},
        status: "enabled",
        url,
      };
      const path = "/v1/webhook_endpoints";
      return listPage(url === null ? [] : [endpoint], { params, filters: [], url: path });
    },
  },
  {
    method: "GET",
    path: "/v1/events",
    run: ({ platform, params }) =>
      listPage(platform.eventBook.all(), { params, filters: ["type"], url: "/v1/events" }),
  },
  {
    method: "GET",
    path: "/v1/events/:id",
    run({ platform, ids: { id = "" } }) {
      const event = platform.eventBook.find(id);
      if (event === undefined) throw noSuch("event", id);
      return event;
    },
  },
];
