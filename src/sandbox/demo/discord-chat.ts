import type { DiscordControl, InteractionView } from "../discord-api/control.js";
import type { SeenAttachment, SeenMessage } from "../discord-api/seen.js";
import {
  ANSWER_TIMEOUT_MS,
  type DemoChat,
  type SeenAnswer,
  type SeenFile,
  type SpokenCommand,
} from "./demo-chat.js";
import type { Transcript } from "./transcript.js";

/** A person at a Discord channel. */
export function createDiscordChat(
  discord: DiscordControl,
  place: { userId: string; channelId: string; name: string },
  transcript: Transcript,
): DemoChat {
  const { userId, channelId, name } = place;
  let last: SeenMessage | undefined;

  discord.onEvent((event) => {
    if (event.type !== "message_created" && event.type !== "message_updated") return;
    if (event.message.isFromBot && !event.message.isLoading) tell(transcript, event.message);
  });

  async function follow(view: InteractionView, isEnd: (seen: SeenAnswer) => boolean) {
    const message = await view.waitForMessage(
      (seen) => !seen.isLoading && isEnd(withoutBytes(seen)),
      ANSWER_TIMEOUT_MS,
    );
    last = message;
    return withBytes(message);
  }

  return {
    platform: "discord",
    userId,

    async say(command, isEnd) {
      const options = toOptions(command);
      const spoken = Object.entries(options).map(
        ([option, value]) => `${option}: ${toSpoken(value)}`,
      );
      transcript.person(name, [`/${command.name}`, ...spoken].join(" "));
      return follow(
        await discord.runCommand({ userId, channelId, name: command.name, options }),
        isEnd,
      );
    },

    async press(label, isEnd) {
      const pressed = last;
      const button = pressed?.buttons.find((candidate) => candidate.label === label);
      if (!pressed || !button?.customId) throw new Error(`there is no button ${label}`);
      transcript.person(name, `presses [${label}]`);
      const view = await discord.pressButton({
        userId,
        messageId: pressed.id,
        customId: button.customId,
      });
      if (view.record().acknowledgement === "deferred_update")
        return firstMessage(
          discord,
          (message) => message.id === pressed.id && isFit(message, isEnd),
        );
      return follow(view, isEnd);
    },

    async whenDone(outside, isEnd) {
      const said = firstMessage(discord, (message) => message.isFromBot && isFit(message, isEnd));
      await outside();
      return said;
    },
  };
}

/** The names by which the commands know their words. */
const TEXT_OPTIONS: Readonly<Record<string, string>> = { edit: "instruction" };

function toOptions({ name, text, options, photos = [] }: SpokenCommand) {
  const files = photos.map((photo, index) => [index === 0 ? "image" : `image_${index + 1}`, photo]);
  return {
    ...(text && { [TEXT_OPTIONS[name] ?? "prompt"]: text }),
    ...Object.fromEntries(files),
    ...options,
  };
}

/** As one reads it in the composer: a file by its name. */
function toSpoken(value: unknown): string {
  const isFile = typeof value === "object" && value !== null && "filename" in value;
  return isFile ? `▣ ${value.filename}` : String(value);
}

function isFit(message: SeenMessage, isEnd: (seen: SeenAnswer) => boolean): boolean {
  return !message.isLoading && isEnd(withoutBytes(message));
}

/** The next message that comes or changes and is the one. */
function firstMessage(
  discord: DiscordControl,
  isIt: (message: SeenMessage) => boolean,
): Promise<SeenAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error("no such message came")), ANSWER_TIMEOUT_MS);
    const stop = discord.onEvent((event) => {
      if (event.type !== "message_created" && event.type !== "message_updated") return;
      if (isIt(event.message)) finish(event.message);
    });
    function finish(result: SeenMessage | Error): void {
      clearTimeout(timer);
      stop();
      if (result instanceof Error) reject(result);
      else resolve(withBytes(result));
    }
  });
}

function tell(transcript: Transcript, message: SeenMessage): void {
  const { text, buttons, files } = withoutBytes(message);
  const whisper = message.isEphemeral ? "(only you see this) " : "";
  transcript.bot(message.id, { text: whisper + text, buttons, files });
}

function withoutBytes(message: SeenMessage): SeenAnswer {
  return {
    text: message.text.trim(),
    buttons: message.buttons.map(({ label }) => label),
    links: Object.fromEntries(
      message.buttons.flatMap(({ label, url }) => (url ? [[label, url] as const] : [])),
    ),
    files: message.attachments.map((file) => ({ kind: kindOf(file), bytes: new Uint8Array() })),
  };
}

async function withBytes(message: SeenMessage): Promise<SeenAnswer> {
  const files = await Promise.all(message.attachments.map(download));
  return { ...withoutBytes(message), files };
}

async function download(attachment: SeenAttachment): Promise<SeenFile> {
  const response = await fetch(attachment.url);
  return { kind: kindOf(attachment), bytes: new Uint8Array(await response.arrayBuffer()) };
}

function kindOf({ contentType }: SeenAttachment): SeenFile["kind"] {
  return contentType === "image/gif" || contentType.startsWith("video/") ? "clip" : "picture";
}
