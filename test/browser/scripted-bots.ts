import { once } from "node:events";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  Client,
  ComponentType,
  type Interaction,
  MessageFlags,
  TextInputStyle,
} from "discord.js";
import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { Bot, InlineKeyboard, InputFile } from "grammy";
import sharp from "sharp";
import type { ListenAddresses } from "../../src/sandbox/discord-api/control.js";

/** A bot that shows every control of Discord that a console must be able to work. */
export async function startDiscordBot(at: ListenAddresses): Promise<Client> {
  const { apiUrl: api, cdnUrl: cdn, mediaUrl: mediaProxy } = at;
  const client = new Client({ intents: [], rest: { api, cdn, mediaProxy } });
  client.on("interactionCreate", (interaction) => void answer(interaction));
  const ready = once(client, "clientReady");
  await client.login("sandbox");
  await ready;
  await registerCommands(client);
  return client;
}

async function registerCommands(client: Client): Promise<void> {
  await client.application?.commands.set([
    { name: "form", description: "Opens a form" },
    { name: "silent", description: "Never answers" },
    { name: "pick", description: "Shows a menu" },
    {
      name: "measure",
      description: "Takes a picture",
      options: [
        {
          name: "image",
          description: "The picture",
          type: ApplicationCommandOptionType.Attachment,
          required: true,
        },
      ],
    },
    {
      name: "pool",
      description: "Shared credits",
      options: [
        { name: "show", description: "Show them", type: ApplicationCommandOptionType.Subcommand },
      ],
    },
    { name: "Describe this", type: ApplicationCommandType.Message },
  ]);
}

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) await answerCommand(interaction);
  else if (interaction.isModalSubmit()) {
    const words = interaction.fields.getTextInputValue("words");
    await interaction.reply({ content: `You wrote **${words}**`, flags: MessageFlags.Ephemeral });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.update({ content: `Chosen: ${interaction.values.join()}`, components: [] });
  } else if (interaction.isMessageContextMenuCommand()) {
    await interaction.reply(`It says: ${interaction.targetMessage.content}`);
  }
}

async function answerCommand(
  interaction: Extract<Interaction, { options: unknown }>,
): Promise<void> {
  if (!interaction.isChatInputCommand()) return;
  switch (interaction.commandName) {
    case "form":
      await interaction.showModal(wordsForm);
      break;
    case "pick":
      await interaction.reply({ content: "Which one?", components: [sizesRow, linkRow] });
      break;
    case "measure": {
      const { name, width, height } = interaction.options.getAttachment("image", true);
      await interaction.reply(`${name} is ${width} × ${height}`);
      break;
    }
    case "pool":
      await interaction.reply(`-# ${interaction.options.getSubcommand()}\n# 12 credits\n> shared`);
      break;
  }
}

const wordsForm = {
  custom_id: "words-form",
  title: "Tell me",
  components: [
    {
      type: ComponentType.Label,
      label: "Your words",
      component: {
        type: ComponentType.TextInput,
        custom_id: "words",
        style: TextInputStyle.Short,
        required: true,
      },
    },
  ],
} satisfies APIModalInteractionResponseCallbackData;

const sizesRow = {
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.StringSelect,
      customId: "size",
      placeholder: "A size",
      options: [
        { label: "Small", value: "small" },
        { label: "Large", value: "large" },
      ],
    },
  ],
} as const;

const linkRow = {
  type: ComponentType.ActionRow,
  components: [
    { type: ComponentType.Button, style: ButtonStyle.Link, label: "Help", url: "https://a.test/" },
  ],
} as const;

/** The same for Telegram. */
export function startTelegramBot(at: { token: string; apiRoot: string }): Bot {
  const bot = new Bot(at.token, { client: { apiRoot: at.apiRoot } });
  bot.command("alert", (context) =>
    context.reply("Press it", {
      reply_markup: new InlineKeyboard().text("Loud", "loud").url("Help", "https://a.test/"),
    }),
  );
  bot.callbackQuery("loud", (context) =>
    context.answerCallbackQuery({ text: "Heard you", show_alert: true }),
  );
  bot.on("message:photo", async (context) => {
    const { width, height } = context.message.photo.at(-1) ?? { width: 0, height: 0 };
    await context.reply(`${context.message.caption}: <b>${width} × ${height}</b>`, {
      parse_mode: "HTML",
      reply_parameters: { message_id: context.message.message_id },
    });
  });
  bot.on("message:document", async (context) => {
    const bytes = await aPicture();
    await context.replyWithDocument(new InputFile(bytes, "back.png"), { caption: "As a file" });
  });
  void bot.start();
  return bot;
}

export function aPicture(): Promise<Buffer> {
  const create = { width: 300, height: 200, channels: 3, background: "#cc4422" } as const;
  return sharp({ create }).png().toBuffer();
}
