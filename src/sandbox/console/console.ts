import type { PrismaClient } from "../../adapters/prisma/database-client.js";
import type { ConditionSwitches } from "../conditions.js";
import type { DiscordControl } from "../discord-api/control.js";
import type { StripeControl } from "../stripe-api/control-types.js";
import type { TelegramControl } from "../telegram-api/control-types.js";
import { createActionRoutes } from "./action-routes.js";
import { createDiscordActions } from "./discord-actions.js";
import { createEventStream } from "./event-stream.js";
import { createInsideActions } from "./inside-actions.js";
import { createInsideReader } from "./inside-view.js";
import { createInsideWatch } from "./inside-watch.js";
import { toLocalMedia } from "./local-media.js";
import { serveMedia } from "./media-files.js";
import { servePageFile } from "./page-files.js";
import { createPaymentActions } from "./payment-actions.js";
import { refuseForeign } from "./request-guard.js";
import { readDiscord, readTelegram } from "./snapshot.js";
import { createTelegramActions } from "./telegram-actions.js";

export interface ConsoleDeps {
  readonly discord: DiscordControl;
  readonly telegram: TelegramControl;
  readonly stripe: StripeControl;
  /** Only read from. */
  readonly client: PrismaClient;
  readonly conditions: ConditionSwitches;
  /** Where the page may be opened besides this machine's own names. */
  readonly publicUrl?: string;
  grant(input: {
    platform: "discord" | "telegram";
    userId: string;
    credits: number;
  }): Promise<void>;
  /** Leaves a person without credits. */
  spend(person: { platform: "discord" | "telegram"; userId: string }): Promise<void>;
  /** Everything back to the beginning: worlds, books and switches. */
  reset(): Promise<void>;
}

/** The page with both chats and a look inside, and what it talks to. */
export interface Console {
  /** Null when the request is not the console's: the house's own routes answer. */
  fetch(request: Request): Response | Promise<Response> | null;
  /** Ends the event streams and stops listening to the platforms. */
  close(): void;
}

/** A reset says so twice, once per platform; the page needs to hear of it once. */
const RESYNC_AFTER_MS = 50;

export function createConsole(deps: ConsoleDeps): Console {
  const { discord, telegram } = deps;
  const stream = createEventStream();
  const readInside = createInsideReader(deps);
  const watch = createInsideWatch({
    read: readInside,
    hasListeners: () => stream.listenerCount() > 0,
    publish: (inside) => stream.publish("inside", inside),
  });
  const readAll = async () => ({
    discord: toLocalMedia(readDiscord(discord)),
    telegram: readTelegram(telegram),
    inside: await readInside(),
  });
  const resync = debounce(async () => stream.publish("snapshot", await readAll()));
  const stopListening = forwardEvents(deps, {
    publish: stream.publish,
    resync,
    nudge: watch.nudge,
  });
  const act = createActionRoutes({
    discord: createDiscordActions(discord),
    telegram: createTelegramActions(telegram),
    inside: createInsideActions(deps),
    payments: createPaymentActions(deps.stripe),
  });

  async function answer(request: Request, path: string): Promise<Response> {
    const [, , area, ...rest] = path.split("/");
    if (area === "events") return stream.open(request.signal, readAll);
    if (area === "files") return serveMedia({ discord, telegram }, rest);
    if (request.method !== "POST") return servePageFile(path.slice("/console/".length));
    const response = await act(request, rest.length === 1 ? `${area}/${rest[0]}` : "");
    watch.nudge();
    return response;
  }

  return {
    fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname !== "/" && !pathname.startsWith("/console/")) return null;
      const refused = refuseForeign(request, deps.publicUrl);
      if (refused) return refused;
      return pathname === "/" ? servePageFile("index.html") : answer(request, pathname);
    },
    close() {
      stopListening();
      watch.close();
      stream.close();
    },
  };
}

function forwardEvents(
  { discord, telegram, stripe }: ConsoleDeps,
  to: { publish(kind: string, data: unknown): void; resync(): void; nudge(): void },
): () => void {
  const stopDiscord = discord.onEvent((event) => {
    to.nudge();
    if (event.type === "reset") return to.resync();
    if (event.type === "guild_changed") to.publish("discord_world", discord.world());
    to.publish("discord", toLocalMedia(event));
  });
  const stopTelegram = telegram.onChange((event) => {
    to.nudge();
    if (event.kind === "reset") return to.resync();
    if (event.kind === "bot_status") to.publish("telegram_chats", telegram.chats());
    to.publish("telegram", event);
  });
  const stopStripe = stripe.onChange(() => to.nudge());
  return () => {
    stopStripe();
    stopDiscord();
    stopTelegram();
  };
}

function debounce(run: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    if (timer) clearTimeout(timer);
    // What fails because the database is closing is shown to nobody any more.
    timer = setTimeout(() => void run().catch(() => undefined), RESYNC_AFTER_MS).unref();
  };
}
