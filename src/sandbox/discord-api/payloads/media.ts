import type { Platform } from "../platform.js";
import { type Embed, embedMediaUrls } from "../validation/embeds.js";
import { flatten, type MessageComponent, mediaOf } from "../validation/message-components.js";
import { fileUrl, referencedFile } from "../world/files.js";
import { readImageSize } from "../world/image-size.js";
import type { WorldFile, WorldMessage } from "../world/model.js";

export function toAttachmentPayload(platform: Platform, file: WorldFile) {
  return {
    id: file.id,
    filename: file.filename,
    size: file.bytes.byteLength,
    url: fileUrl(platform, file, "cdn"),
    proxy_url: fileUrl(platform, file, "media"),
    content_type: file.contentType,
    ...readImageSize(file.bytes),
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.folder.startsWith("ephemeral") ? { ephemeral: true } : {}),
  };
}

/** Files that a component or an embed shows; the platform leaves them out of `attachments`. */
export function shownInside(message: WorldMessage): ReadonlySet<WorldFile> {
  const urls = [
    ...flatten(message.components).flatMap((component) => mediaOf(component).map(({ url }) => url)),
    ...message.embeds.flatMap((embed) => embedMediaUrls(embed)),
  ];
  return new Set(urls.flatMap((url) => referencedFile(message.files, url) ?? []));
}

/** Components with `attachment://` references turned into real addresses. */
export function resolveComponents(platform: Platform, message: WorldMessage): MessageComponent[] {
  const resolved = structuredClone([...message.components]);
  for (const component of flatten(resolved)) {
    for (const media of mediaOf(component)) {
      Object.assign(media, resolveMedia(platform, message.files, media.url));
    }
  }
  return resolved;
}

function resolveMedia(platform: Platform, files: readonly WorldFile[], url: string) {
  const file = referencedFile(files, url);
  if (file === undefined) return { url, proxy_url: url };
  return {
    url: fileUrl(platform, file, "cdn"),
    proxy_url: fileUrl(platform, file, "media"),
    content_type: file.contentType,
    ...readImageSize(file.bytes),
    attachment_id: file.id,
  };
}

/** Embeds with `attachment://` references turned into real addresses. */
export function resolveEmbeds(platform: Platform, message: WorldMessage): Embed[] {
  return message.embeds.map((embed) => {
    const resolved: Embed = { ...embed };
    if (embed.image) resolved.image = resolveMedia(platform, message.files, embed.image.url);
    if (embed.thumbnail) {
      resolved.thumbnail = resolveMedia(platform, message.files, embed.thumbnail.url);
    }
    return resolved;
  });
}
