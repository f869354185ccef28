import type { Platform } from "../../core/chat/reply-target.js";
import { animateCommand } from "./animate.js";
import { balanceCommand } from "./balance.js";
import { buyCommand } from "./buy.js";
import type { Command } from "./command.js";
import { editCommand } from "./edit.js";
import { galleryCommand } from "./gallery.js";
import { createHelpCommand } from "./help.js";
import { imagineCommand } from "./imagine.js";
import { jobCommand } from "./job.js";
import { modelsCommand } from "./models.js";
import { removeTextCommand } from "./remove-text.js";
import { restoreCommand } from "./restore.js";
import { settingsCommand } from "./settings.js";
import { startCommand } from "./start.js";
import { upscaleCommand } from "./upscale.js";

/** Every command, in the order of help. A new one is a file beside this one and a line here. */
export const commands: readonly Command[] = [
  startCommand,
  imagineCommand,
  editCommand,
  animateCommand,
  upscaleCommand,
  restoreCommand,
  removeTextCommand,
  modelsCommand,
  balanceCommand,
  buyCommand,
  galleryCommand,
  jobCommand,
  settingsCommand,
];

/** The commands a bot offers: what it is given, and help about it. */
export function withHelp(listed: readonly Command[]): readonly Command[] {
  const all: Command[] = [...listed];
  all.push(createHelpCommand(() => all));
  return all;
}

export function commandsOn(platform: Platform, all: readonly Command[]): readonly Command[] {
  return all.filter(({ platforms }) => platforms.includes(platform));
}
