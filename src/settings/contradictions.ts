import { ROLES } from "./config.js";

type Given = Readonly<Record<string, string | undefined>>;

/** Goes by what is given, well-formed or not, so that these faults are told beside the others. */
export function findContradictions(env: Given): string[] {
  const faults: string[] = [];
  const hasChat = Boolean(env.DISCORD_TOKEN ?? env.TELEGRAM_BOT_TOKEN);
  if (!hasChat && env.NODE_ENV === "production") {
    faults.push("DISCORD_TOKEN or TELEGRAM_BOT_TOKEN: in production at least one chat is needed");
  }
  if (hasChat && !env.IMAGE_PROVIDERS && !env.REPLICATE_API_TOKEN && !env.FAL_KEY) {
    faults.push(
      "REPLICATE_API_TOKEN, FAL_KEY or IMAGE_PROVIDERS: with a real chat, say who makes the pictures (for trying it out: IMAGE_PROVIDERS=sketch)",
    );
  }
  for (const [name, needs] of NEEDS) {
    if (env[name] && !env[needs]) faults.push(`${name}: only goes with ${needs}`);
  }
  const named = (env.IMAGE_PROVIDERS ?? "").split(",").map((name) => name.trim());
  for (const [name, needs] of KEYS) {
    // The sandbox brings providers of its own.
    if (hasChat && named.includes(name) && !env[needs]) {
      faults.push(`IMAGE_PROVIDERS: ${name} needs ${needs}`);
    }
  }
  return [...faults, ...findModeFaults(env), ...findStorageFaults(env, hasChat)];
}

/** Providers, and what lets us in there. */
const KEYS = [
  ["replicate", "REPLICATE_API_TOKEN"],
  ["fal", "FAL_KEY"],
] as const;

/** What is of no use without the other. */
const NEEDS = [
  ["DIRECT_DATABASE_URL", "DATABASE_URL"],
  ["S3_ENDPOINT", "S3_BUCKET"],
  ["S3_BUCKET", "S3_ACCESS_KEY_ID"],
  ["S3_BUCKET", "S3_SECRET_ACCESS_KEY"],
  ["STRIPE_WEBHOOK_SECRET", "STRIPE_SECRET_KEY"],
] as const;

function findModeFaults(env: Given): string[] {
  const faults: string[] = [];
  if (env.DISCORD_MODE === "http" && !env.DISCORD_PUBLIC_KEY) {
    faults.push("DISCORD_PUBLIC_KEY: needed with DISCORD_MODE=http, to know what is from Discord");
  }
  if (env.TELEGRAM_MODE === "webhook" && !env.PUBLIC_URL) {
    faults.push("PUBLIC_URL: needed with TELEGRAM_MODE=webhook, for Telegram to reach us");
  }
  return faults;
}

/** What the embedded database cannot be trusted with, or several processes cannot share. */
function findStorageFaults(env: Given, hasChat: boolean): string[] {
  const faults: string[] = [];
  const roles = new Set((env.ROLES ?? ROLES.join(",")).split(",").map((role) => role.trim()));
  const isSplit = ROLES.some((role) => !roles.has(role));
  if (isSplit && !env.DATABASE_URL) {
    faults.push(
      "ROLES: the embedded database serves one process; to split roles, set DATABASE_URL",
    );
  }
  if (isSplit && !hasChat) {
    faults.push("ROLES: the sandbox is one process; to split roles, set a chat's token");
  }
  if (isSplit && !env.PUBLIC_URL) {
    faults.push("PUBLIC_URL: with split roles, links have to name where the web role is reached");
  }
  if (isSplit && !env.SECRET_KEYS) {
    faults.push("SECRET_KEYS: with split roles all processes need the same ones");
  }
  if (hasChat && /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY ?? "") && !env.DATABASE_URL) {
    faults.push(
      "DATABASE_URL: needed with a live Stripe key; the embedded database is not safe against power loss",
    );
  }
  return faults;
}
