import { z } from "zod";
import type {
  DiscordControl,
  InteractionView,
  ModalValue,
  OptionValue,
  UploadedFile,
} from "../discord-api/control.js";
import type { ActionFile } from "./action-input.js";
import { type ActionGroup, action } from "./action-routes.js";
import { toLocalMedia } from "./local-media.js";

type Files = ReadonlyMap<string, ActionFile>;

const place = { userId: z.string(), channelId: z.string() };
/** A file is named by the part of the form that carries it. */
const FileName = z.object({ file: z.string() });
const Option = z.union([z.string(), z.number(), z.boolean(), FileName]);
const Run = z.object({ ...place, name: z.string(), options: z.record(z.string(), Option) });
const Field = z.union([z.string(), z.boolean(), z.array(z.string()), z.array(FileName)]);

/** What people do on Discord, as the page asks for it. */
export function createDiscordActions(discord: DiscordControl): ActionGroup {
  return {
    toSentence: (message) => withNames(discord, message),
    actions: {
      commands: action(z.object(place), (at) => discord.listCommands(at)),
      run: action(Run, async (run, files) =>
        toAnswer(await discord.runCommand({ ...run, options: toOptions(run.options, files) })),
      ),
      autocomplete: action(Run.extend({ focused: z.string() }), (run, files) =>
        discord.autocomplete({ ...run, options: toOptions(run.options, files) }),
      ),
      press: action(
        z.object({ userId: z.string(), messageId: z.string(), customId: z.string() }),
        async (press) => toAnswer(await discord.pressButton(press)),
      ),
      select: action(
        z.object({
          userId: z.string(),
          messageId: z.string(),
          customId: z.string(),
          values: z.array(z.string()),
        }),
        async (choice) => toAnswer(await discord.selectMenu(choice)),
      ),
      submit: action(
        z.object({ interactionId: z.string(), values: z.record(z.string(), Field) }),
        async ({ interactionId, values }, files) =>
          toAnswer(
            await discord.submitModal({ interactionId, values: toModalValues(values, files) }),
          ),
      ),
      message_command: action(
        z.object({ ...place, name: z.string(), messageId: z.string() }),
        async (run) => toAnswer(await discord.runMessageCommand(run)),
      ),
      user_command: action(
        z.object({ ...place, name: z.string(), targetUserId: z.string() }),
        async (run) => toAnswer(await discord.runUserCommand(run)),
      ),
      send: action(
        z.object({ ...place, content: z.string().max(4_000), replyTo: z.string().optional() }),
        async ({ replyTo, ...message }, files) =>
          toLocalMedia(
            await discord.sendMessage({
              ...message,
              files: [...files.values()].map(toUpload),
              ...(replyTo === undefined ? {} : { replyTo }),
            }),
          ),
      ),
      delete: action(z.object({ messageId: z.string() }), ({ messageId }) =>
        discord.deleteMessage(messageId),
      ),
    },
  };
}

function toAnswer(view: InteractionView) {
  return view.record();
}

function toOptions(
  options: z.output<typeof Run>["options"],
  files: Files,
): Record<string, OptionValue> {
  return mapValues(options, (value) => (typeof value === "object" ? fileOf(value, files) : value));
}

function toModalValues(
  values: Record<string, z.output<typeof Field>>,
  files: Files,
): Record<string, ModalValue> {
  return mapValues(values, (value): ModalValue => {
    if (typeof value === "string" || typeof value === "boolean") return value;
    const names = value.filter((entry) => typeof entry === "string");
    if (names.length > 0) return names;
    return value.flatMap((entry) => (typeof entry === "object" ? fileOf(entry, files) : []));
  });
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function fileOf({ file }: z.output<typeof FileName>, files: Files): UploadedFile {
  const found = files.get(file);
  if (found === undefined) throw new Error("That file did not arrive.");
  return toUpload(found);
}

/** The platform goes by the name's ending, so the type is left out. */
function toUpload({ filename, bytes }: ActionFile): UploadedFile {
  return { filename, bytes };
}

function withNames(discord: DiscordControl, message: string): string {
  const { users, channels } = discord.world();
  const names = new Map<string, string>([
    ...users.map(({ id, name }) => [`user ${id}`, name] as const),
    ...channels.map(({ id, name }) => [`channel ${id}`, `#${name}`] as const),
  ]);
  return message.replace(/(user|channel) \d+/g, (found) => names.get(found) ?? found);
}
