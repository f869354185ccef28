import { z } from "zod";
import { findFault } from "../declared-file.js";
import type { PictureFault } from "../presentation/wording/pictures-wording.js";

/** https://docs.discord.com/developers/resources/message#attachment-object */
export const AttachmentSchema = z.object({
  id: z.string(),
  filename: z.string().nullish(),
  content_type: z.string().nullish(),
  size: z.number().nullish(),
  url: z.string(),
});
export type Attachment = z.infer<typeof AttachmentSchema>;

const MediaSchema = z.object({ url: z.string().nullish(), proxy_url: z.string().nullish() });
type Media = z.infer<typeof MediaSchema>;
const EmbedSchema = z.object({ image: MediaSchema.nullish(), thumbnail: MediaSchema.nullish() });

interface Component {
  readonly media?: Media | null | undefined;
  readonly items?: readonly { readonly media?: Media | null | undefined }[] | null | undefined;
  readonly accessory?: Component | null | undefined;
  readonly components?: readonly Component[] | null | undefined;
}
/** Galleries, thumbnails and whatever holds them. */
const ComponentSchema: z.ZodType<Component> = z.object({
  media: MediaSchema.nullish(),
  items: z.array(z.object({ media: MediaSchema.nullish() })).nullish(),
  get accessory() {
    return ComponentSchema.nullish();
  },
  get components() {
    return z.array(ComponentSchema).nullish();
  },
});

const ContentSchema = z.object({
  attachments: z.array(AttachmentSchema).nullish(),
  embeds: z.array(EmbedSchema).nullish(),
  components: z.array(ComponentSchema).nullish(),
});
type Content = z.infer<typeof ContentSchema>;

/** What of a message carries pictures. A forwarded one has them in a snapshot. */
export const MessageContentSchema = ContentSchema.extend({
  message_snapshots: z.array(z.object({ message: ContentSchema })).nullish(),
});
export type MessageContent = z.infer<typeof MessageContentSchema>;

export interface FoundFiles {
  /** Addresses, in order. */
  readonly urls: readonly string[];
  /** Why something there cannot be used. */
  readonly fault: PictureFault | null;
}

/** Files that were handed to us: each of them counts. */
export function fromAttachments(attachments: readonly Attachment[]): FoundFiles {
  const faults = attachments.map(faultOf);
  return {
    urls: attachments.filter((_, index) => faults[index] === null).map(({ url }) => url),
    fault: faults.find((fault) => fault !== null) ?? null,
  };
}

/** The pictures a message shows. What else it carries matters only when there are none. */
export function fromMessage(message: MessageContent): FoundFiles {
  const contents = [message, ...(message.message_snapshots ?? []).map((one) => one.message)];
  const attached = fromAttachments(contents.flatMap(({ attachments }) => attachments ?? []));
  const urls = withoutRepeats([...attached.urls, ...contents.flatMap(shownInside)]);
  return { urls, fault: urls.length > 0 ? null : attached.fault };
}

function faultOf({ content_type, filename, size }: Attachment): PictureFault | null {
  return findFault({ contentType: content_type, fileName: filename, sizeBytes: size });
}

/** What lies elsewhere in the world is taken from Discord's own copy, or not at all. */
function shownInside({ embeds, components }: Content): readonly string[] {
  const embedded = (embeds ?? []).flatMap(({ image, thumbnail }) => toUrls(image ?? thumbnail));
  return [...embedded, ...(components ?? []).flatMap(fromComponent)];
}

function fromComponent({ media, items, accessory, components }: Component): readonly string[] {
  return [
    ...toUrls(media),
    ...(items ?? []).flatMap((item) => toUrls(item.media)),
    ...(accessory ? fromComponent(accessory) : []),
    ...(components ?? []).flatMap(fromComponent),
  ];
}

function toUrls(media: Media | null | undefined): readonly string[] {
  const url = media?.proxy_url ?? media?.url;
  return url ? [url] : [];
}

/** The same file may be attached and shown, under signatures that differ. */
function withoutRepeats(urls: readonly string[]): readonly string[] {
  const byFile = new Map<string, string>();
  for (const url of urls) {
    const file = url.split("?")[0]?.split("/attachments/").at(-1) ?? url;
    if (!byFile.has(file)) byFile.set(file, url);
  }
  return [...byFile.values()];
}
