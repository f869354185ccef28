import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { AppError } from "../../core/errors.js";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { Heartbeat } from "../../core/running/heartbeat.js";
import type { ChatDuties } from "../chat-duties.js";
import type { Hearing } from "../hearing.js";
import type { BotDeps } from "./bot-deps.js";
import { syncCommandMenu } from "./command-menu.js";
import { hearByPolling } from "./hear-by-polling.js";
import { hearByWebhook, type UpdateReceipt, type WebhookHearing } from "./hear-by-webhook.js";
import {
  createPatientTelegramClient,
  createTelegramClient,
  type TelegramConfig,
} from "./telegram-client.js";
import { describeFault, findFault, isPassing } from "./telegram-errors.js";
import { createUpdateBook } from "./update-book.js";
import { createUpdateSettler, type UpdateSettler } from "./update-settler.js";
import { type WebhookTarget, watchWebhook } from "./webhook-registration.js";

const FIRST_CONNECT_PAUSE_MS = 1_000;
const LONGEST_CONNECT_PAUSE_MS = 30_000;

export interface TelegramBot {
  /**
   * Resolves when updates come in or this process stands by; when Telegram cannot be reached, after the first try: the
   * others go on by themselves.
   * Once only: a stopped bot is not started again.
   *
   * @throws AppError `configuration` (final): the token is refused.
   */
  start(): Promise<void>;
  /** Takes an update that Telegram sent to our webhook; resolves when it is written down. Never rejects. */
  receive(payload: unknown): Promise<UpdateReceipt>;
  /** Takes no more updates and waits for those in work. What is not done within `withinMs` another process replays. */
  stop(options: { withinMs: number }): Promise<void>;
  /** Telegram knows us, and updates arrive, here or at the process this one stands by for. */
  isReady(): boolean;
}

type TelegramBotDeps = Omit<BotDeps, "api" | "me"> & {
  readonly config: TelegramConfig;
  readonly chatUpdates: ChatUpdateStore;
  readonly sealer: Sealer;
  readonly faults: FaultPoints;
  readonly heartbeat: Pick<Heartbeat, "take">;
  readonly duties: ChatDuties;
  /** Null: updates are fetched. */
  readonly webhook: WebhookTarget | null;
  /** This process, as the updates' owner. */
  readonly workerId: string;
};

/** The Telegram side of Atelier, as far as it is this process's duty. */
export function createTelegramBot(deps: TelegramBotDeps): TelegramBot {
  const stopping = new AbortController();
  const api = createTelegramClient(deps.config);
  let work: Work | null = null;
  let connecting: Promise<void> = Promise.resolve();

  async function connect(): Promise<boolean> {
    const me = await introduce(api, deps);
    if (me && !stopping.signal.aborted) {
      work = await takeUpWork(deps, { api, me, stopping: stopping.signal });
      // Once Telegram is told of the webhook updates come at once, so the work is taken up before.
      await work.looked;
    }
    return me !== null;
  }

  async function keepConnecting(): Promise<void> {
    let pauseMs = FIRST_CONNECT_PAUSE_MS;
    while (!stopping.signal.aborted) {
      await deps.clock.pause(pauseMs, stopping.signal);
      if (stopping.signal.aborted || (await connect())) return;
      pauseMs = Math.min(LONGEST_CONNECT_PAUSE_MS, pauseMs * 2);
    }
  }

  return {
    async start() {
      if (await connect()) return;
      connecting = keepConnecting().catch((error: unknown) => {
        deps.log.error("telegram_not_started", error);
      });
    },
    receive: async (payload) => (await work?.webhook?.receive(payload)) ?? "unavailable",
    async stop({ withinMs }) {
      stopping.abort();
      const timeout = new AbortController();
      const ended = connecting.then(() => endOf(work));
      await Promise.race([ended, deps.clock.pause(withinMs, timeout.signal)]);
      timeout.abort();
    },
    isReady: () => (work?.hearing?.isReady() ?? work !== null) && !stopping.signal.aborted,
  };
}

interface Work {
  readonly hearing: Hearing | null;
  readonly webhook: WebhookHearing | null;
  /** Resolves after the first look at the webhook. */
  readonly looked?: Promise<void>;
  readonly settler: UpdateSettler;
}

async function takeUpWork(
  deps: TelegramBotDeps,
  bot: { api: Api; me: UserFromGetMe; stopping: AbortSignal },
): Promise<Work> {
  const { duties, log } = deps;
  const book = createUpdateBook({ ...deps, botId: String(bot.me.id) });
  const settler = createUpdateSettler(deps, { ...bot, book });
  if (duties.registers) {
    const patient = createPatientTelegramClient(deps.config);
    syncCommandMenu({ api: patient, log }, deps.dispatcher.commands).catch((error: unknown) =>
      log.error("telegram_commands_not_offered", error),
    );
  }
  if (duties.hears === "connection") {
    const hearing = await hearByPolling(deps, { ...bot, book, settler });
    return { hearing, webhook: null, settler };
  }
  const webhook = duties.hears === "http" ? hearByWebhook(deps, { ...bot, book, settler }) : null;
  if (!deps.webhook || !(webhook || duties.registers)) return { hearing: null, webhook, settler };
  const { registers } = duties;
  const onHeard = async () => webhook?.goOn();
  const { isSet, looked } = watchWebhook({ ...deps, ...bot, registers, onHeard }, deps.webhook);
  return { hearing: { isReady: isSet, ended: Promise.resolve() }, webhook, looked, settler };
}

async function endOf(work: Work | null): Promise<void> {
  await work?.hearing?.ended;
  await work?.settler.idle();
}

/** Null when Telegram cannot be reached now. */
async function introduce(
  api: Api,
  { log, duties }: Pick<TelegramBotDeps, "log" | "duties">,
): Promise<UserFromGetMe | null> {
  try {
    const me = await api.getMe();
    if (duties.hears === "connection") await removeWebhook(api, log);
    return me;
  } catch (error) {
    const fault = findFault(error);
    if (fault?.kind === "unauthorised") {
      throw new AppError({
        code: "configuration",
        message: "Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather.",
        retryable: false,
      });
    }
    if (!fault) throw error;
    log.warn("telegram_not_reached", describeFault(error));
    return null;
  }
}

/** A webhook, set by whoever ran this bot before, would keep every poll from working. */
async function removeWebhook(api: Api, log: BotDeps["log"]): Promise<void> {
  try {
    await api.deleteWebhook();
  } catch (error) {
    const fault = findFault(error);
    if (!fault || isPassing(fault)) throw error;
    // The token has just been accepted: a server that does not know this call has no webhooks.
    log.warn("telegram_webhook_not_removed", describeFault(error));
  }
}
