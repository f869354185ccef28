import type { App } from "../compose.js";
import { AppError } from "../core/errors.js";

const MARK = "sandbox";

/**
 * The sandbox plays with whatever data it finds and can empty it, so it takes only what it has made itself.
 *
 * @throws AppError `configuration` when the data is of a service with real people.
 */
export async function claimData({ client }: Pick<App, "client">): Promise<void> {
  const mark = { name: MARK, value: true };
  const isOurs = (await client.serviceSwitch.findUnique({ where: { name: MARK } })) !== null;
  if (!isOurs && (await client.account.count()) > 0) {
    const message =
      "This data belongs to a real service, and without a chat token the sandbox would open on it: set DISCORD_TOKEN or TELEGRAM_BOT_TOKEN, or another DATA_DIR or DATABASE_URL to try things out.";
    throw new AppError({ code: "configuration", message, retryable: false });
  }
  await client.serviceSwitch.createMany({ data: [mark], skipDuplicates: true });
}
