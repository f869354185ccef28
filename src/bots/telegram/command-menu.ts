import type { Api } from "grammy";
import type { BotCommand, LanguageCode } from "grammy/types";
import { LANGUAGES, type Language } from "../../core/chat/reply-target.js";
import type { Log } from "../../core/ports/log.js";
import type { Command } from "../commands/command.js";
import { commandsOn } from "../commands/registry.js";
import { describeFault, findFault } from "./telegram-errors.js";

/** What everybody sees whose language has no menu of its own. */
const DEFAULT_LANGUAGE: Language = "en";

/** Brings Telegram's menu of commands up to date in every language. The bot works without it, so a fault is only noted. */
export async function syncCommandMenu(
  deps: { api: Api; log: Log },
  commands: readonly Command[],
): Promise<void> {
  try {
    for (const language of LANGUAGES) await syncLanguage(deps, commands, language);
  } catch (error) {
    if (!findFault(error)) throw error;
    deps.log.warn("telegram_menu_not_set", describeFault(error));
  }
}

async function syncLanguage(
  { api, log }: { api: Api; log: Log },
  commands: readonly Command[],
  language: Language,
): Promise<void> {
  const wanted = commandsOn("telegram", commands).map(({ name, description }) => ({
    command: name,
    description: description[language],
  }));
  const scope: { language_code?: LanguageCode } =
    language === DEFAULT_LANGUAGE ? {} : { language_code: language };
  if (isSame(await api.getMyCommands(scope), wanted)) return;
  await api.setMyCommands(wanted, scope);
  log.info("telegram_menu_set", { language, commands: wanted.length });
}

function isSame(shown: readonly BotCommand[], wanted: readonly BotCommand[]): boolean {
  return (
    shown.length === wanted.length &&
    shown.every(({ command, description }, index) => {
      const other = wanted[index];
      return other?.command === command && other.description === description;
    })
  );
}
