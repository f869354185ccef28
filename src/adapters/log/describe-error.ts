import { AppError } from "../../core/errors.js";

const MAX_FRAMES = 12;
const MAX_MESSAGE_LENGTH = 500;

/**
 * Only what we know to be free of secrets and of people's words: vendors put URLs, tokens and whole requests into their
 * errors, and parsers quote what they could not read. Our own messages are kept whole.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code =
    "code" in error && ["string", "number"].includes(typeof error.code) ? error.code : undefined;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    code,
    message: error instanceof AppError ? error.message : toSafeMessage(error),
    stack: frames.slice(0, MAX_FRAMES).join("\n"),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function toSafeMessage(error: Error): string {
  if (error instanceof SyntaxError) return "[what could not be parsed]";
  if ("issues" in error && Array.isArray(error.issues)) return describeIssues(error.issues);
  return withoutSecrets(withoutQuotations(toOneLine(error)));
}

/** Of zod's faults: where, and which rule. */
function describeIssues(issues: readonly unknown[]): string {
  const faults = issues.map((issue) => {
    if (typeof issue !== "object" || issue === null) return "unknown";
    const path = "path" in issue && Array.isArray(issue.path) ? issue.path.join(".") : "";
    return `${path}: ${"code" in issue ? String(issue.code) : "unknown"}`;
  });
  return faults.join(", ").slice(0, MAX_MESSAGE_LENGTH);
}

/** Prisma quotes the call, arguments and all, and says in its last line what is wrong. Others begin with that. */
function toOneLine({ name, message }: Error): string {
  const lines = message.trim().split("\n");
  return (name.startsWith("PrismaClient") ? lines.at(-1) : lines[0]) ?? "";
}

/** Takes out bodies, rows and quoted text. Quoted names, as of a column or a property, are kept. */
function withoutQuotations(message: string): string {
  return message
    .replace(/\{.*/s, "[body]")
    .replace(/\b(contains|Key) \(.*\)/gs, "$1 [values]") // Postgres, of a row or a key.
    .replace(/(["'])(.*?)\1/g, (quoted, _mark, inner: string) =>
      /^[\w.$-]{1,40}$/.test(inner) ? quoted : "[quoted]",
    );
}

/** Takes out addresses, keys, bot tokens and anything long enough to be a key. */
function withoutSecrets(message: string): string {
  return message
    .replace(/\b[a-z]+:\/\/\S+/gi, "[url]")
    .replace(/\b(?:sk|rk|pk|whsec|r8)_\w+/g, "[key]")
    .replace(/\d{6,}:[\w-]{20,}/g, "[token]") // Telegram's; in a path "bot" stands right before it.
    .replace(/[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}/g, "[token]") // Discord's.
    .replace(/[\w-]{40,}/g, "[long]")
    .slice(0, MAX_MESSAGE_LENGTH);
}
