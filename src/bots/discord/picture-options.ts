import { ApplicationCommandOptionType, type FileUploadType } from "discord-api-types/v10";
import { LANGUAGES } from "../../core/chat/reply-target.js";
import type { Command } from "../commands/command.js";
import { wordings } from "../presentation/wording/languages.js";

/** The command that words beside a picture are for. */
export const EDIT = "edit";
/** Its entry in the menu of a message. Discord sends the English name, whatever a person reads. */
export const EDIT_MENU_ENTRY = wordings.en.pictures.discord.menuEntry;

/** The command that tells where a picture comes from, and its entry in the same menu. */
export const JOB = "job";
export const ORIGIN_MENU_ENTRY = wordings.en.origin.menuEntry;

/** What else would be refused is `image`: png, gif, jpg, jpeg, jfif, webp, avif [docs: reference, File Type Filtering]. */
export const PICTURE_FILE_TYPES: readonly FileUploadType[] = [
  "image",
  ".heic",
  ".heif",
  ".tif",
  ".tiff",
  ".bmp",
];
/** Each is an option of its own in a list that a person looks through. */
const MAX_OPTIONS = 4;

/** The names of a command's options for pictures, in order: `image`, `image_2`, … */
export function pictureOptionNames({ takesPictures }: Pick<Command, "takesPictures">): string[] {
  const length = Math.min(takesPictures?.max ?? 0, MAX_OPTIONS);
  return Array.from({ length }, (_, index) => (index === 0 ? "image" : `image_${index + 1}`));
}

/** The same as Discord wants them. Those of `/edit` may be left out: without a picture it opens a form. */
export function toPictureOptions(command: Command) {
  const { name: commandName, takesPictures } = command;
  const min = commandName === EDIT ? 0 : (takesPictures?.min ?? 0);
  return pictureOptionNames(command).map((name, index) => ({
    type: ApplicationCommandOptionType.Attachment,
    name,
    description: wordings.en.pictures.discord.attachment(index + 1),
    description_localizations: Object.fromEntries(
      LANGUAGES.filter((language) => language !== "en").map((language) => [
        language,
        wordings[language].pictures.discord.attachment(index + 1),
      ]),
    ),
    required: index < min,
    file_types: PICTURE_FILE_TYPES,
  }));
}
