import { RESTJSONErrorCodes } from "discord-api-types/v10";
import type { ReplyTarget } from "../../core/chat/reply-target.js";
import { type ChatLimits, type FitDeps, fitPictures } from "../fit-pictures.js";
import type { ChatView } from "../presentation/chat-view.js";
import { wordings } from "../presentation/wording/languages.js";
import { toDiscordFault } from "./discord-errors.js";
import { type DiscordMessage, renderView } from "./render-view.js";

/** What every chat takes; more only where members pay for it. https://docs.discord.com/developers/reference#uploading-files */
const USUAL_FILE_BYTES = 10 * 1024 * 1024;
/** Of all files of a request. */
const REQUEST_BYTES = 25 * 1024 * 1024;

/** A view on its way to a chat. */
export interface FittingView extends Pick<ReplyTarget, "language" | "maxFileBytes"> {
  readonly view: ChatView;
  readonly isEphemeral?: boolean;
}

/**
 * Posts a view with its pictures in whatever form the chat takes. Where it takes less than it said, which happens, the
 * view is rendered again, in the end with links alone.
 */
export async function postFitting<T>(
  deps: FitDeps,
  { view, language, maxFileBytes, isEphemeral = false }: FittingView,
  post: (message: DiscordMessage) => Promise<T>,
): Promise<T> {
  const wording = wordings[language];
  for (const maxBytes of limitsFrom(maxFileBytes ?? USUAL_FILE_BYTES)) {
    const fitted = await fitPictures(deps, view, { limits: toLimits(maxBytes), wording });
    const message = renderView(fitted.view, { files: fitted.files, isEphemeral });
    try {
      return await post(message);
    } catch (error) {
      if (!isTooLarge(error) || message.files.length === 0) throw error;
    }
  }
  throw new Error("a message without files was too large");
}

function limitsFrom(known: number): readonly number[] {
  return known > USUAL_FILE_BYTES ? [known, USUAL_FILE_BYTES, 0] : [known, 0];
}

function toLimits(maxBytes: number): ChatLimits {
  return {
    maxPictureBytes: maxBytes,
    maxFileBytes: maxBytes,
    maxTotalBytes: Math.max(maxBytes, REQUEST_BYTES),
    copyFormat: "webp",
  };
}

/** By Discord itself, or by what stands before it, which gives no code. */
function isTooLarge(error: unknown): boolean {
  const fault = toDiscordFault(error);
  return fault.kind === "refused"
    ? fault.code === RESTJSONErrorCodes.RequestEntityTooLarge || fault.status === 413
    : fault.kind === "unavailable" && fault.reason === "http_413";
}
