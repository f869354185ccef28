import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { pause } from "../jobs/until.js";
import { readBody } from "./request-body.js";

const KEY = Buffer.from("a key for webhooks of Replicate").toString("base64");
const RUN_MS = 300;

/** A server that knows the few calls it takes to have a picture made, and answers 404 to all others. */
export interface MinimalReplicate {
  readonly settings: Readonly<Record<string, string>>;
  /** How many runs were asked for. */
  runs(): number;
  /** How many of its webhooks were taken. */
  webhooksTaken(): number;
  readonly unknown: ReadonlySet<string>;
  close(): void;
}

interface Prediction {
  readonly id: string;
  status: "starting" | "succeeded";
  output: readonly string[] | null;
  readonly input: unknown;
  readonly created_at: string;
  readonly brand_new: number;
}

export async function openMinimalReplicate(): Promise<MinimalReplicate> {
  const predictions = new Map<string, Prediction>();
  const unknown = new Set<string>();
  const picture = await sharp({
    create: { width: 64, height: 64, channels: 3, background: "#c0ffee" },
  })
    .png()
    .toBuffer();
  let origin = "";
  let webhooksTaken = 0;

  function begin(json: Record<string, unknown>): Prediction {
    const id = randomUUID().replaceAll("-", "");
    const created_at = new Date().toISOString();
    const prediction: Prediction = {
      id,
      status: "starting",
      output: null,
      input: json.input,
      created_at,
      brand_new: 1,
    };
    predictions.set(id, prediction);
    void finish(prediction, json.webhook);
    return prediction;
  }

  async function finish(prediction: Prediction, webhook: unknown): Promise<void> {
    await pause(RUN_MS);
    prediction.status = "succeeded";
    prediction.output = [`${origin}/files/${prediction.id}.png`];
    if (typeof webhook !== "string") return;
    const body = JSON.stringify(prediction);
    const headers = sign(body);
    const response = await fetch(webhook, { method: "POST", body, headers });
    if (response.ok) webhooksTaken += 1;
  }

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { pathname } = new URL(request.url ?? "/", "http://replicate");
    if (/^\/v1\/models\/[^/]+\/[^/]+\/predictions$/.test(pathname)) {
      return { status: 201, body: begin((await readBody(request)).json) };
    }
    const known = predictions.get(/^\/v1\/predictions\/(\w+)$/.exec(pathname)?.[1] ?? "");
    if (known) return { status: 200, body: known };
    unknown.add(`${request.method} ${pathname}`);
    return { status: 404, body: { detail: "Not Found" } };
  }

  const server = createServer(async (request, response) => {
    if (request.url?.startsWith("/files/")) {
      response.writeHead(200, { "content-type": "image/png" }).end(picture);
      return;
    }
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    settings: {
      REPLICATE_API_TOKEN: "r8_a-token-of-replicate",
      REPLICATE_WEBHOOK_SECRET: `whsec_${KEY}`,
      REPLICATE_API_URL: `${origin}/v1`,
    },
    runs: () => predictions.size,
    webhooksTaken: () => webhooksTaken,
    unknown,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** As https://replicate.com/docs/topics/webhooks/verify-webhook describes it. */
function sign(body: string): Record<string, string> {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", Buffer.from(KEY, "base64"))
    .update(`${id}.${timestamp}.${body}`)
    .digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
