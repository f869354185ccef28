import { z } from "zod";
import { list, mediaAddress, text, webAddress, whole, withRules } from "./fields.js";

const Media = z.object({ url: mediaAddress });

const EmbedSchema = withRules(
  z.object({
    title: text(0, 256).nullish(),
    description: text(0, 4096).nullish(),
    url: webAddress(2048).nullish(),
    color: whole(0, 0xffffff).nullish(),
    timestamp: z.string().nullish(),
    footer: z.object({ text: text(0, 2048), icon_url: mediaAddress.nullish() }).nullish(),
    image: Media.nullish(),
    thumbnail: Media.nullish(),
    author: z
      .object({
        name: text(0, 256),
        url: webAddress(2048).nullish(),
        icon_url: mediaAddress.nullish(),
      })
      .nullish(),
    fields: list(
      z.object({ name: text(1, 256), value: text(1, 1024), inline: z.boolean().nullish() }),
      0,
      25,
    ).nullish(),
  }),
  (embed) =>
    isEmpty(embed)
      ? [{ path: ["description"], code: "BASE_TYPE_REQUIRED", message: "This field is required" }]
      : [],
);

export type Embed = z.infer<typeof EmbedSchema>;

const TOTAL_CHARACTERS_MAX = 6000;

/** At most ten embeds with 6,000 characters between them. */
export const EmbedsSchema = withRules(list(EmbedSchema, 0, 10), (embeds) => {
  const total = embeds.reduce((sum, embed) => sum + embedTexts(embed).join("").length, 0);
  const message = `Embed size exceeds maximum size of ${TOTAL_CHARACTERS_MAX}`;
  return total > TOTAL_CHARACTERS_MAX ? [{ code: "MAX_EMBED_SIZE_EXCEEDED", message }] : [];
});

/** Everything there is to read in an embed, top to bottom. */
export function embedTexts(embed: Embed): string[] {
  const texts = [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
    embed.footer?.text,
  ];
  return texts.filter((part) => part != null && part !== "").map(String);
}

/** The addresses of an embed that may name a file of the message. */
export function embedMediaUrls(embed: Embed): string[] {
  const urls = [
    embed.image?.url,
    embed.thumbnail?.url,
    embed.footer?.icon_url,
    embed.author?.icon_url,
  ];
  return urls.filter((url) => url != null).map(String);
}

function isEmpty(embed: {
  title?: unknown;
  description?: unknown;
  image?: unknown;
  thumbnail?: unknown;
  author?: unknown;
  footer?: unknown;
  fields?: readonly unknown[] | null | undefined;
}): boolean {
  const { title, description, image, thumbnail, author, footer, fields } = embed;
  const parts = [title, description, image, thumbnail, author, footer];
  return parts.every((part) => part == null || part === "") && (fields ?? []).length === 0;
}
