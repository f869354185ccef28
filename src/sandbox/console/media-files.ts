import type { DiscordControl } from "../discord-api/control.js";
import type { TelegramControl } from "../telegram-api/control-types.js";

interface MediaFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What a browser shows as a picture or clip and nothing else. An SVG could carry a script. */
const SHOWN_TYPES = /^(image\/(png|jpeg|webp|gif|avif)|video\/(mp4|webm))$/;

/** `files/discord/<id>/<name>` and `files/telegram/<id>`: what was sent in the chats. */
export function serveMedia(
  chats: { discord: DiscordControl; telegram: TelegramControl },
  [platform, id = ""]: readonly string[],
): Response {
  const file = platform === "discord" ? chats.discord.file(id) : telegramFile(chats.telegram, id);
  if (file === undefined) return new Response("This file is gone.", { status: 404 });
  const isShown = SHOWN_TYPES.test(file.contentType);
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      "content-type": isShown ? file.contentType : "application/octet-stream",
      ...(isShown ? {} : { "content-disposition": "attachment" }),
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      // An id never means another file.
      "cache-control": "private, max-age=3600",
    },
  });
}

function telegramFile(telegram: TelegramControl, fileId: string): MediaFile | undefined {
  const file = telegram.file(fileId);
  return file && { bytes: file.bytes, contentType: file.mimeType };
}
