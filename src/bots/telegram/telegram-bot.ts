import {
  createConcurrentSink,
  createRunner,
  createSource,
  type RunnerHandle,
  sequentialize,
} from "@grammyjs/runner";
import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { AppError } from "../../core/errors.js";
import type { ChatUpdateStore } from "../../core/ports/chat-update-store.js";
import type { FaultPoints } from "../../core/ports/fault-points.js";
import type { Sealer } from "../../core/ports/sealer.js";
import type { BotDeps } from "./bot-deps.js";
import { syncCommandMenu } from "./command-menu.js";
import { createPendingQuestions } from "./pending-question.js";
import { isReadable } from "./readable-update.js";
import { settleUpdate } from "./settle-update.js";
import {
  createPatientTelegramClient,
  createTelegramClient,
  type TelegramConfig,
} from "./telegram-client.js";
import { describeFault, findFault, isPassing } from "./telegram-errors.js";
import { createUpdateSource, type ReceivedUpdate } from "./update-source.js";

const FIRST_CONNECT_PAUSE_MS = 1_000;
const LONGEST_CONNECT_PAUSE_MS = 30_000;

export interface TelegramBot {
  /**
   * Resolves when polling runs; when Telegram cannot be reached, after the first try: the others go on by themselves.
   * Once only: a stopped bot is not started again.
   *
   * @throws AppError `configuration` (final): the token is refused.
   */
  start(): Promise<void>;
  /** Takes no more updates and waits for those in work. What is not done within `withinMs` is replayed at next start. */
  stop(options: { withinMs: number }): Promise<void>;
  /** Telegram knows us, and updates are being fetched. */
  isReady(): boolean;
}

type TelegramBotDeps = Omit<BotDeps, "api" | "me"> & {
  readonly config: TelegramConfig;
  readonly chatUpdates: ChatUpdateStore;
  readonly sealer: Sealer;
  readonly faults: FaultPoints;
};

/** The Telegram side of Atelier, by long polling. */
export function createTelegramBot(deps: TelegramBotDeps): TelegramBot {
  const stopping = new AbortController();
  const api = createTelegramClient(deps.config);
  let polling: Polling | null = null;
  let connecting: Promise<void> = Promise.resolve();

  async function connect(): Promise<boolean> {
    const me = await introduce(api, deps);
    if (me && !stopping.signal.aborted) polling = startPolling(deps, { api, me, stopping });
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
    async stop({ withinMs }) {
      stopping.abort();
      const timeout = new AbortController();
      const ended = connecting.then(() => polling?.end());
      await Promise.race([ended, deps.clock.pause(withinMs, timeout.signal)]);
      timeout.abort();
    },
    isReady: () => (polling?.isFetching() ?? false) && !stopping.signal.aborted,
  };
}

/** Null when Telegram cannot be reached now. */
async function introduce(api: Api, { log }: Pick<BotDeps, "log">): Promise<UserFromGetMe | null> {
  try {
    const me = await api.getMe();
    await removeWebhook(api, log);
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

interface Polling {
  /** The last poll, if any, was answered. */
  isFetching(): boolean;
  /** Resolves when everything that was taken is settled. */
  end(): Promise<void>;
}

function startPolling(
  deps: TelegramBotDeps,
  { api, me, stopping }: { api: Api; me: UserFromGetMe; stopping: AbortController },
): Polling {
  const source = createUpdateSource({
    ...deps,
    api,
    botId: String(me.id),
    stopping: stopping.signal,
  });
  const patient = createPatientTelegramClient(deps.config);
  const questions = createPendingQuestions(deps);
  const settleDeps = { ...deps, api: patient, me, questions, source, stopping: stopping.signal };
  const inOrder = sequentialize<ReceivedUpdate>(toOrderKey);
  const inWork = new Set<Promise<void>>();

  async function consume(received: ReceivedUpdate): Promise<void> {
    const settled = inOrder(received, () => settleUpdate(settleDeps, received));
    inWork.add(settled);
    await settled.finally(() => inWork.delete(settled));
  }

  const noteError = async (error: unknown) => deps.log.error("telegram_update_lost", error);
  const runner: RunnerHandle = createRunner(
    createSource(source),
    createConcurrentSink<ReceivedUpdate>({ consume }, noteError),
  );
  runner.start();
  void syncCommandMenu({ api: patient, log: deps.log }, deps.dispatcher.commands).catch(noteError);
  deps.log.info("telegram_polling", { botId: me.id });

  return {
    isFetching: source.isFetching,
    async end() {
      await runner.stop();
      await Promise.allSettled(inWork);
    },
  };
}

/**
 * What must not overtake each other: the messages of a chat, and one person's presses in a chat. A press does not wait
 * for a chat that Telegram has slowed down, for it has to be answered within seconds.
 */
function toOrderKey({ update }: ReceivedUpdate): string {
  if (!isReadable(update)) return `update:${update.update_id}`;
  const { message, callback_query: query } = update;
  if (query) return `press:${query.message?.chat.id ?? ""}:${query.from.id}`;
  return message ? `chat:${message.chat.id}` : `update:${update.update_id}`;
}
