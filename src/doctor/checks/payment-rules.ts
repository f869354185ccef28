import { type DoctorCheck, off, ok, warning } from "../check.js";

/**
 * What the platforms demand of whoever sells in them. Discord: what is sold must also be offered as a Premium App, at no
 * higher price (support-dev.discord.com, 23810643331735, in force since 2024-10-07). Telegram: digital goods for Stars
 * only (core.telegram.org/bots/payments-stars).
 */
export const paymentRulesCheck: DoctorCheck = {
  name: "selling rules",
  async run({ stripe, discord, telegram, telegramPayments }) {
    if (!stripe) return [off("Nothing is sold.")];
    return [
      discord
        ? ok(
            "Discord: what is sold must also be on sale as a Premium App, for no more.",
            "https://support-dev.discord.com/hc/en-us/articles/23810643331735",
          )
        : off("Discord is not set."),
      telegram && telegramPayments === "stripe"
        ? warning(
            "Telegram wants digital goods sold for Stars only and may hide a bot that links to Stripe.",
            "Leave TELEGRAM_PAYMENTS off unless Telegram has agreed.",
          )
        : ok("Telegram shows no links to Stripe, as it demands (TELEGRAM_PAYMENTS is off)."),
    ];
  },
};
