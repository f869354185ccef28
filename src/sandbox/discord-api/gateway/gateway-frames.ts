import { GatewayIntentBits } from "discord-api-types/v10";
import { z } from "zod";

export const FrameSchema = z.object({ op: z.int(), d: z.unknown().optional() });

export const IdentifySchema = z.object({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.looseObject({}),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
});

export const ResumeSchema = z.object({
  token: z.string(),
  session_id: z.string(),
  seq: z.int().min(0),
});

const KNOWN_INTENTS = Object.values(GatewayIntentBits).reduce<number>(
  (bits, bit) => (typeof bit === "number" ? bits | bit : bits),
  0,
);

export function areKnownIntents(intents: number): boolean {
  return (intents & ~KNOWN_INTENTS) === 0;
}
