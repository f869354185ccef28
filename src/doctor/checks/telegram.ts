import { z } from "zod";
import type { Config } from "../../settings/config.js";
import { askVendor, strangeAnswer } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, off, ok, warning } from "../check.js";

const TELEGRAM_API_URL = "https://api.telegram.org";

const MeSchema = z.object({
  result: z.object({
    username: z.string(),
    can_join_groups: z.boolean().optional(),
    can_read_all_group_messages: z.boolean().optional(),
  }),
});
const WebhookSchema = z.object({
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_date: z.number().optional(),
  }),
});

export const telegramCheck: DoctorCheck = {
  name: "telegram",
  async run(config, signal) {
    const { telegram } = config;
    if (!telegram) return [off("Not set.", "TELEGRAM_BOT_TOKEN: @BotFather → /newbot.")];
    const base = `${telegram.apiUrl ?? TELEGRAM_API_URL}/bot${telegram.token}`;
    const { status, body } = await askVendor(`${base}/getMe`, { signal });
    if (status === 401 || status === 404) {
      return [fault("Telegram refuses the token.", "@BotFather → /token; set TELEGRAM_BOT_TOKEN.")];
    }
    const me = MeSchema.safeParse(body);
    if (!me.success) {
      return [strangeAnswer("Telegram", status, "TELEGRAM_API_URL and TELEGRAM_BOT_TOKEN")];
    }
    const webhook = WebhookSchema.safeParse(
      (await askVendor(`${base}/getWebhookInfo`, { signal })).body,
    );
    return [
      ok(`Telegram knows us as @${me.data.result.username}.`),
      ...(webhook.success ? checkWebhook(config, webhook.data.result) : []),
      ...checkGroups(me.data.result),
    ];
  },
};

function checkWebhook(
  { telegram, publicUrl }: Config,
  info: z.infer<typeof WebhookSchema>["result"],
): Finding[] {
  if (telegram?.mode === "polling") {
    if (!info.url) return [ok("We ask for messages (polling).")];
    return [warning("A webhook is set; npm start takes it away and polls.")];
  }
  const wanted = `${publicUrl.replace(/\/$/, "")}/webhooks/telegram`;
  if (info.url !== wanted) return [warning(`npm start sets the webhook ${wanted}.`)];
  const waiting = info.pending_update_count;
  if (info.last_error_date !== undefined && waiting > 0) {
    const text = `Telegram could not deliver to ${wanted} lately; ${waiting} messages wait.`;
    return [warning(text, "Check that PUBLIC_URL is reachable and Atelier runs.")];
  }
  return [ok(`Messages come to ${wanted}.`)];
}

function checkGroups(me: z.infer<typeof MeSchema>["result"]): Finding[] {
  if (me.can_join_groups === false) {
    return [ok("It cannot be added to groups.", "To allow that: @BotFather → /setjoingroups.")];
  }
  if (me.can_read_all_group_messages) {
    const text = "Privacy mode is off: the bot is shown everything written in its groups.";
    return [
      warning(text, "It needs only commands and replies: @BotFather → /setprivacy → Enable."),
    ];
  }
  return [ok("In groups it is shown commands and replies to it alone (privacy mode).")];
}
