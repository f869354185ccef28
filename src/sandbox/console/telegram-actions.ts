import { z } from "zod";
import type { AlbumItem, PersonPost, TelegramControl } from "../telegram-api/control-types.js";
import type { ActionFile } from "./action-input.js";
import { type ActionGroup, action } from "./action-routes.js";

const Post = z.object({
  userId: z.int(),
  chatId: z.int(),
  threadId: z.int().optional(),
  replyTo: z.int().optional(),
});
const at = { userId: z.int(), chatId: z.int() };

/** How long a person watches a button spin before giving up on it. */
const PATIENCE_MS = 15_000;

/** What people do on Telegram, as the page asks for it. */
export function createTelegramActions(telegram: TelegramControl): ActionGroup {
  return {
    toSentence: (message) => withNames(telegram, message),
    actions: {
      commands: action(z.object(at), async (viewer) => telegram.commandsFor(viewer)),
      send: action(Post.extend({ text: z.string() }), ({ text, ...post }) =>
        telegram.sendText({ ...toPost(post), text }),
      ),
      send_files: action(
        Post.extend({ caption: z.string(), as: z.enum(["photo", "document"]) }),
        ({ caption, as, ...post }, files) =>
          sendFiles(telegram, toPost(post), { caption, as, files: [...files.values()] }),
      ),
      press: action(z.object({ ...at, messageId: z.int(), data: z.string() }), (press) =>
        telegram.pressButton({ ...press, timeoutMs: PATIENCE_MS }),
      ),
      delete: action(z.object({ chatId: z.int(), messageId: z.int() }), (message) =>
        telegram.deleteMessage(message),
      ),
    },
  };
}

async function sendFiles(
  telegram: TelegramControl,
  post: PersonPost,
  upload: { caption: string; as: "photo" | "document"; files: readonly ActionFile[] },
): Promise<unknown> {
  const { caption, as, files } = upload;
  const [first, ...more] = files;
  if (!first) throw new Error("There is no file to send.");
  if (more.length > 0) {
    const items = files.map((file, index) => toItem(file, as, index === 0 ? caption : ""));
    return telegram.sendAlbum({ ...post, items });
  }
  const { bytes, filename: fileName, contentType: mimeType } = first;
  return as === "photo"
    ? telegram.sendPhoto({ ...post, bytes, caption })
    : telegram.sendDocument({ ...post, bytes, caption, fileName, mimeType });
}

function toItem(file: ActionFile, kind: "photo" | "document", caption: string): AlbumItem {
  const { bytes, filename: fileName, contentType: mimeType } = file;
  return { kind, bytes, fileName, mimeType, caption };
}

/** Leaves out what was not given, which is not the same as undefined there. */
function toPost({ userId, chatId, threadId, replyTo }: z.output<typeof Post>): PersonPost {
  return {
    userId,
    chatId,
    ...(threadId === undefined ? {} : { threadId }),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

function withNames(telegram: TelegramControl, message: string): string {
  const named = telegram
    .chats()
    .reduce((text, { chat, title }) => text.replaceAll(`chat ${chat.id}`, `“${title}”`), message);
  return named.charAt(0).toUpperCase() + named.slice(1);
}
