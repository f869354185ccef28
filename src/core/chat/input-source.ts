import { z } from "zod";

/**
 * Where a picture given by a person lies. `chat_file`: at the platform, by its address there (Discord: a signed link,
 * good for about a day; Telegram: a file id of this bot). `output`: the stored original of a result of the same person.
 */
export const InputSourceSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("chat_file"),
    platform: z.enum(["discord", "telegram"]),
    botId: z.string(),
    ref: z.string(),
  }),
  z.object({ kind: z.literal("output"), generationId: z.string(), index: z.number().int() }),
]);
export type InputSource = z.output<typeof InputSourceSchema>;
