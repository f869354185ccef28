import type { RawFile } from "discord.js";
import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord-api-types/v10";
import type { FittedFile } from "../fit-pictures.js";
import { toButtonId, toMenuId } from "../presentation/button-id.js";
import type {
  ChatView,
  ChoiceMenu,
  LinkButton,
  PressButton,
  RichText,
  ViewButton,
} from "../presentation/chat-view.js";
import { cutText } from "../presentation/cut-text.js";
import { escapeText, renderText } from "./render-text.js";

/** Over all texts of a message: https://docs.discord.com/developers/components/reference */
const MAX_TEXT_LENGTH = 4_000;
/** Above and below pictures. */
const MAX_CAPTION_LENGTH = 900;
const MAX_ALT_TEXT_LENGTH = 1_024;
const MAX_LABEL_LENGTH = 80;
/** https://docs.discord.com/developers/components/reference#string-select */
const MAX_CHOICES = 25;
const MAX_CHOICE_LENGTH = 100;
const MAX_PLACEHOLDER_LENGTH = 150;
/** Of a button's address. Payment pages can be longer. */
const MAX_URL_LENGTH = 512;

/** The stripe at the left of a message. */
const ACCENTS: Readonly<Record<ChatView["tone"], number>> = {
  neutral: 0x8a8f98,
  progress: 0x4c7dd9,
  success: 0x3f9d62,
  refusal: 0xd99a2b,
};
const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const satisfies Record<PressButton["style"], ButtonStyle>;

/** The body of a message and the files beside it, for a new message and an edit alike. */
export interface DiscordMessage {
  readonly body: {
    readonly flags: number;
    readonly components: APIMessageTopLevelComponent[];
    readonly attachments: { id: number; filename: string; description: string }[];
    readonly allowed_mentions: { parse: [] };
  };
  readonly files: RawFile[];
}

/**
 * A view as one Components V2 message: the flag cannot be taken back once it is set, so every message has it, and
 * a result can replace its own progress. `attachments` is always there: what an edit leaves out of it is removed.
 */
export function renderView(
  view: ChatView,
  options: { files: readonly FittedFile[]; isEphemeral?: boolean },
): DiscordMessage {
  const { files, isEphemeral = false } = options;
  return {
    body: {
      flags: MessageFlags.IsComponentsV2 | (isEphemeral ? MessageFlags.Ephemeral : 0),
      components: [
        {
          type: ComponentType.Container,
          accent_color: ACCENTS[view.tone],
          components: renderParts(view, files),
        },
      ],
      attachments: files.map(({ name, altText }, id) => ({
        id,
        filename: name,
        description: altText.slice(0, MAX_ALT_TEXT_LENGTH),
      })),
      // An edit without it would go by the default and ping.
      allowed_mentions: { parse: [] },
    },
    files: files.map(({ name, bytes: data, contentType }) => ({ name, data, contentType })),
  };
}

/** What was asked for, the pictures, the facts about them, what can be done next. */
function renderParts(view: ChatView, files: readonly FittedFile[]): APIComponentInContainer[] {
  const hasPictures = view.pictures.length > 0;
  const maxLength = hasPictures ? MAX_CAPTION_LENGTH : MAX_TEXT_LENGTH;
  const [above, below] = splitAfterQuote(view.text, hasPictures);
  return [
    ...renderTextDisplay(above, maxLength),
    ...renderGallery(files.filter(({ isFile }) => !isFile)),
    ...files.filter(({ isFile }) => isFile).map(renderFile),
    ...renderTextDisplay(below, maxLength),
    ...(view.menu ? [renderMenu(view.menu)] : []),
    ...view.buttons.flatMap(renderRow),
  ];
}

function splitAfterQuote(text: RichText, isSplit: boolean): readonly [RichText, RichText] {
  const [first, ...rest] = text;
  const isQuote = first !== undefined && typeof first !== "string" && "quote" in first;
  return isSplit && isQuote ? [[first], rest] : [text, []];
}

function renderTextDisplay(text: RichText, maxLength: number): APIComponentInContainer[] {
  const content = renderText(text, maxLength);
  return content === "" ? [] : [{ type: ComponentType.TextDisplay, content }];
}

function renderGallery(pictures: readonly FittedFile[]): APIComponentInContainer[] {
  const items = pictures.map(({ name, altText }) => ({
    media: { url: `attachment://${name}` },
    ...(altText !== "" && { description: altText.slice(0, MAX_ALT_TEXT_LENGTH) }),
  }));
  return items.length === 0 ? [] : [{ type: ComponentType.MediaGallery, items }];
}

/** To be had, not looked at. */
function renderFile({ name }: FittedFile): APIComponentInContainer {
  return { type: ComponentType.File, file: { url: `attachment://${name}` } };
}

/** A list has a row of its own; what is chosen comes back as the subject of a press. */
function renderMenu({ action, placeholder, choices }: ChoiceMenu): APIComponentInContainer {
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: toMenuId(action),
    placeholder: cutText(placeholder, MAX_PLACEHOLDER_LENGTH - 1),
    options: choices.slice(0, MAX_CHOICES).map(({ label, subject, hint }) => ({
      label: cutText(label, MAX_CHOICE_LENGTH - 1),
      value: subject,
      ...(hint !== "" && { description: cutText(hint, MAX_CHOICE_LENGTH - 1) }),
    })),
  };
  return { type: ComponentType.ActionRow, components: [menu] };
}

/** One row of buttons, and below it as words the links that are too long for a button. */
function renderRow(row: readonly ViewButton[]): APIComponentInContainer[] {
  const buttons = row.filter((button) => !isLongLink(button)).map(renderButton);
  const links = row.filter(isLongLink).map(renderLink);
  return [
    ...(buttons.length === 0
      ? []
      : [{ type: ComponentType.ActionRow as const, components: buttons }]),
    ...(links.length === 0
      ? []
      : [{ type: ComponentType.TextDisplay as const, content: links.join("\n") }]),
  ];
}

function renderButton(button: ViewButton): APIButtonComponent {
  const label = button.label.slice(0, MAX_LABEL_LENGTH);
  const type = ComponentType.Button;
  if (button.kind === "link") return { type, label, style: ButtonStyle.Link, url: button.url };
  return { type, label, style: STYLES[button.style], custom_id: toButtonId(button) };
}

function isLongLink(button: ViewButton): button is LinkButton {
  return button.kind === "link" && button.url.length > MAX_URL_LENGTH;
}

/** The angle brackets keep Discord from showing a preview. */
function renderLink({ label, url }: LinkButton): string {
  return `[${escapeText(label)}](<${url}>)`;
}
