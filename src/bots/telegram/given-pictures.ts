import type { Message } from "grammy/types";
import type { InputSource } from "../../core/chat/input-source.js";
import type { FindOwnPictures } from "../../core/generation/find-own-pictures.js";
import type { PictureFault } from "../presentation/wording/pictures-wording.js";
import type { BotDeps } from "./bot-deps.js";
import { findPicture, type PictureBearer } from "./find-pictures.js";
import type { Heard } from "./heard.js";

/** The pictures a message is about. */
export interface GivenPictures {
  readonly inputs: readonly InputSource[];
  /** Why something given cannot be used. */
  readonly fault: PictureFault | null;
  /** They stand in what was sent, and not in what it answers. */
  readonly areSent: boolean;
}

type Deps = Pick<BotDeps, "me" | "identifyAccount"> & { findOwnPictures: FindOwnPictures };

/** Those sent with it; or else the one it answers, be it ours, of the same chat or of another. */
export async function readPictures(deps: Deps, heard: Heard): Promise<GivenPictures> {
  const sent = fromBearers(deps, heard.parts);
  if (sent.inputs.length > 0 || sent.fault) return { ...sent, areSent: true };
  const { reply_to_message: answered, external_reply: elsewhere } = heard.message;
  const own = answered ? await findOwn(deps, heard, answered) : [];
  if (own.length > 0) return { inputs: own, fault: null, areSent: false };
  return { ...fromBearers(deps, [answered ?? elsewhere ?? {}]), areSent: false };
}

/** The picture of a message of this chat, as a fresh upload. */
export function readSent(deps: Pick<BotDeps, "me">, message: PictureBearer): GivenPictures {
  return { ...fromBearers(deps, [message]), areSent: true };
}

function fromBearers(
  { me }: Pick<BotDeps, "me">,
  bearers: readonly PictureBearer[],
): Pick<GivenPictures, "inputs" | "fault"> {
  const found = bearers.map(findPicture);
  const inputs = found.flatMap((one): InputSource[] =>
    one.kind === "picture"
      ? [{ kind: "chat_file", platform: "telegram", botId: String(me.id), ref: one.fileId }]
      : [],
  );
  const unusable = found.find((one) => one.kind === "unusable");
  return { inputs, fault: unusable?.fault ?? null };
}

/** The stored original instead of what Telegram made of it, if it is theirs. */
async function findOwn(
  deps: Deps,
  { user, message }: Heard,
  answered: Pick<Message, "message_id" | "from" | "photo" | "document">,
): Promise<readonly InputSource[]> {
  const isResult = answered.from?.id === deps.me.id && (answered.photo || answered.document);
  if (!isResult) return [];
  const locale = user.language_code ?? "";
  const account = await deps.identifyAccount({
    platform: "telegram",
    userId: String(user.id),
    locale,
  });
  return deps.findOwnPictures({
    accountId: account.id,
    message: {
      platform: "telegram",
      botId: String(deps.me.id),
      chatId: String(message.chat.id),
      messageId: String(answered.message_id),
    },
  });
}
