import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { z } from "zod";
import { AppError } from "../../core/errors.js";
import { connectToOwner, readSocketPath } from "./owner-socket.js";

// One line of JSON each way, then the connection ends: {command, args} → {ok, value} or {ok, message}.
const RequestSchema = z.object({ command: z.string(), args: z.unknown() });
const ReplySchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
type Reply = z.infer<typeof ReplySchema>;

/** Commands by name. Arguments and results are plain JSON; each command checks its own arguments. */
export type OwnerCommands = Record<string, (args: unknown) => Promise<unknown>>;

/** Serves one connection. A probe that says nothing is let go. */
export function answerCommands(socket: Socket, commands: OwnerCommands): void {
  socket.unref();
  socket.on("error", () => socket.destroy()); // The asker is gone: nobody is left to tell.
  createInterface({ input: socket }).once("line", async (line) => {
    const reply = await runCommand(line, commands);
    socket.end(`${JSON.stringify(reply)}\n`);
  });
}

async function runCommand(line: string, commands: OwnerCommands): Promise<Reply> {
  try {
    const { command, args } = RequestSchema.parse(JSON.parse(line));
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (run === undefined) return { ok: false, message: `unknown command ${command}` };
    return { ok: true, value: (await run(args)) ?? null };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Has the process that owns the data folder run a command. Null when no process owns it.
 *
 * @throws AppError `configuration` (final) when the owner refuses or fails.
 */
export async function askOwner(
  dataDir: string,
  request: { readonly command: string; readonly args?: unknown },
): Promise<{ readonly value: unknown } | null> {
  const socketPath = readSocketPath(dataDir);
  const socket = socketPath === null ? null : await connectToOwner(socketPath);
  if (socket === null) return null;
  socket.setTimeout(0); // From here on it works for us, for as long as that takes.
  socket.write(`${JSON.stringify({ args: null, ...request })}\n`);
  const reply = await readReply(socket);
  if (!reply.ok) {
    throw new AppError({ code: "configuration", message: reply.message, retryable: false });
  }
  return { value: reply.value };
}

async function readReply(socket: Socket): Promise<Reply> {
  for await (const line of createInterface({ input: socket })) {
    socket.destroy();
    return ReplySchema.parse(JSON.parse(line));
  }
  return { ok: false, message: "The owner of the data folder ended before it answered." };
}
