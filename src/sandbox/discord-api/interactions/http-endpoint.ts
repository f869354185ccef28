import { sign } from "node:crypto";
import { InteractionResponseType, InteractionType } from "discord-api-types/v10";
import { SandboxError } from "../control.js";
import type { Platform } from "../platform.js";
import { ApiError } from "../rest/api-error.js";
import type { WorldInteraction } from "../world/model.js";
import { acknowledge } from "./acknowledge.js";

/** Interactions as signed HTTP requests, the platform's other way to deliver them. */

/**
 * Sends one interaction; a 200 with a body is its answer, anything else leaves it unanswered, and
 * the bot may still answer by REST in time.
 */
export async function deliverByHttp(
  platform: Platform,
  delivery: { endpoint: string; interaction: WorldInteraction; payload: unknown },
): Promise<void> {
  const { endpoint, interaction } = delivery;
  const startedAt = platform.clock.now();
  const response = await post(platform, { endpoint, payload: delivery.payload }).catch(() => null);
  if (response?.status !== 200) return;
  const body: unknown = await response.json().catch(() => undefined);
  const refusal = answer(platform, interaction, body);
  platform.calls.record({
    at: startedAt.toISOString(),
    method: "INLINE",
    route: "/interactions/:interaction/:token/callback",
    path: `/interactions/${interaction.id}/${interaction.token}/callback`,
    status: refusal?.status ?? 200,
    durationMs: platform.clock.now().getTime() - startedAt.getTime(),
    summary: refusal === null ? "answered in the response" : `${refusal.code} ${refusal.message}`,
    body: body ?? null,
    files: [],
  });
}

function answer(platform: Platform, interaction: WorldInteraction, body: unknown): ApiError | null {
  try {
    acknowledge(platform, interaction, { body, uploads: [] });
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/**
 * The test an endpoint has to pass before the platform takes it.
 *
 * @throws SandboxError that says which part failed
 */
export async function probeEndpoint(platform: Platform, endpoint: string): Promise<void> {
  const payload = {
    id: platform.nextId(),
    application_id: platform.world.application.id,
    type: InteractionType.Ping,
    version: 1,
    token: "ping",
  };
  const pong = await post(platform, { endpoint, payload });
  const answered: unknown = await pong.json().catch(() => null);
  const isPong =
    pong.status === 200 &&
    typeof answered === "object" &&
    answered !== null &&
    "type" in answered &&
    answered.type === InteractionResponseType.Pong;
  if (!isPong) throw new SandboxError(`${endpoint} did not answer the PING (${pong.status})`);
  const forged = await post(platform, { endpoint, payload, signature: "00".repeat(64) });
  if (forged.status !== 401) {
    throw new SandboxError(`${endpoint} took a forged signature (${forged.status}, not 401)`);
  }
}

function post(
  platform: Platform,
  request: { endpoint: string; payload: unknown; signature?: string },
): Promise<Response> {
  const body = JSON.stringify(request.payload);
  const timestamp = String(Math.floor(platform.clock.now().getTime() / 1000));
  const signed = sign(null, Buffer.from(timestamp + body), platform.signingKey).toString("hex");
  return fetch(request.endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
      "X-Signature-Ed25519": request.signature ?? signed,
      "X-Signature-Timestamp": timestamp,
    },
    body,
    signal: AbortSignal.timeout(platform.settings.acknowledgeWithinMs),
  });
}
