import { actions } from "../../../src/bots/actions/registry.js";
import type { Answer } from "../../../src/bots/commands/answer.js";
import { commands, withHelp } from "../../../src/bots/commands/registry.js";
import { createDispatcher, type Dispatcher } from "../../../src/bots/dispatcher.js";
import { fromButtonId, toButtonId } from "../../../src/bots/presentation/button-id.js";
import type {
  ChatView,
  LinkButton,
  PressButton,
} from "../../../src/bots/presentation/chat-view.js";
import { toPlainText } from "../../../src/bots/presentation/chat-view.js";
import { createGrantCredits } from "../../../src/core/accounts/grant-credits.js";
import type { OptionValue } from "../../../src/core/chat/chat-request.js";
import type { Language, Platform, ReplyTarget } from "../../../src/core/chat/reply-target.js";
import { parseCredits } from "../../../src/core/credits.js";
import type { AccountId } from "../../../src/core/ids.js";
import { createStripeApi, type StripeApi } from "../../../src/sandbox/stripe-api/stripe-api.js";
import { createRecordingLog, type RecordingLog } from "../../fixtures/recording-log.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

/** The real core with a Stripe server of its own, asked as the bots ask it. */
export interface PaymentsWorld {
  readonly stripe: StripeApi;
  readonly workshop: Workshop;
  readonly dispatcher: Dispatcher;
  readonly log: RecordingLog;
  aPerson(changes?: Partial<ReplyTarget>): Promise<Person>;
  give(person: Person, amount: number): Promise<void>;
  close(): Promise<void>;
}

/** Somebody who writes and presses; every message and press has an id of its own. */
export interface Person {
  readonly accountId: AccountId;
  readonly target: ReplyTarget;
  command(name: string, options?: Readonly<Record<string, OptionValue>>): Promise<Answer>;
  press(button: PressButton): Promise<Answer>;
}

export async function openPaymentsWorld(
  settings: Readonly<Record<string, string>> = {},
  { support = null }: { support?: string | null } = {},
): Promise<PaymentsWorld> {
  const stripe = createStripeApi();
  const { apiUrl } = await stripe.listen();
  const workshop = await openWorkshop("pglite", {
    TRIAL_CREDITS: "0",
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_URL: apiUrl,
    ...settings,
  });
  const log = createRecordingLog();
  const { useCases } = workshop;
  const grantCredits = createGrantCredits({ ...workshop.pieces, ...useCases });
  const dispatcher = createDispatcher({
    commands: withHelp(commands),
    actions,
    useCases,
    support,
    log,
  });
  return {
    stripe,
    workshop,
    dispatcher,
    log,
    async aPerson(changes = {}) {
      const someone = await workshop.aPerson();
      return toPerson(dispatcher, workshop, { ...someone.target, ...changes });
    },
    async give({ target: { platform, userId, language: locale } }, amount) {
      const user = { platform, userId, locale };
      await grantCredits({ user, amount: parseCredits(amount), reasonCode: "test" });
    },
    async close() {
      await workshop.close();
      await stripe.close();
    },
  };
}

let keys = 0;

async function toPerson(
  dispatcher: Dispatcher,
  { useCases }: Workshop,
  target: ReplyTarget,
): Promise<Person> {
  const { platform, userId, language } = target;
  const account = await useCases.identifyAccount({ platform, userId, locale: language });
  const incoming = () => {
    keys += 1;
    return { requestKey: `test:${keys}`, locale: language, replyTarget: target };
  };
  return {
    accountId: account.id,
    target,
    command: (name, options = {}) => dispatcher.runCommand(name, options, incoming()),
    press: (button) => dispatcher.runAction(fromButtonId(toButtonId(button)), incoming()),
  };
}

export const onDiscord = (language: Language = "en"): Partial<ReplyTarget> => ({
  platform: "discord" satisfies Platform,
  language,
});

export function viewOf(answer: Answer): ChatView {
  if (answer.kind !== "view" && answer.kind !== "refusal") {
    throw new Error(`no view in ${answer.kind}`);
  }
  return answer.view;
}

export function textOf(answer: Answer): string {
  return toPlainText(viewOf(answer).text);
}

export function packsOf(answer: Answer): PressButton[] {
  return viewOf(answer)
    .buttons.flat()
    .filter((button) => button.kind === "press");
}

export function linkOf(answer: Answer): LinkButton {
  const link = viewOf(answer)
    .buttons.flat()
    .find((button) => button.kind === "link");
  if (!link) throw new Error(`no link in “${textOf(answer)}”`);
  return link;
}

export function firstPack(answer: Answer): PressButton {
  const [pack] = packsOf(answer);
  if (!pack) throw new Error(`no pack in “${textOf(answer)}”`);
  return pack;
}
