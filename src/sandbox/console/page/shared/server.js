/** Something the service said no to, in words a person can read. */
export class ActionError extends Error {}

/**
 * Asks the service to do something. With files the input travels as one part of a form beside them.
 *
 * @param {string} action such as `discord/run`
 * @param {unknown} input
 * @param {{ name: string, file: File }[]} [files]
 */
export async function act(action, input, files = []) {
  const response = await send(`/console/${action}`, toRequest(input, files));
  const answer = await response.json().catch(() => null);
  if (!answer || "error" in answer) throw new ActionError(answer?.error ?? "That did not work.");
  return answer.result;
}

function toRequest(input, files) {
  if (files.length === 0) {
    const headers = { "content-type": "application/json" };
    return { method: "POST", headers, body: JSON.stringify(input) };
  }
  const form = new FormData();
  form.set("input", JSON.stringify(input));
  for (const { name, file } of files) form.append(name, file, file.name);
  return { method: "POST", body: form };
}

async function send(path, request) {
  try {
    return await fetch(path, request);
  } catch {
    throw new ActionError("Atelier does not answer. Is it still running?");
  }
}

/** Keeps the store in step with the service; the browser reconnects by itself and starts from a snapshot again. */
export function follow(store) {
  const stream = new EventSource("/console/events");
  for (const kind of [
    "snapshot",
    "discord",
    "discord_world",
    "telegram",
    "telegram_chats",
    "inside",
  ]) {
    stream.addEventListener(kind, (event) => store.apply(kind, JSON.parse(event.data)));
  }
  stream.addEventListener("open", () => store.setConnected(true));
  stream.addEventListener("error", () => store.setConnected(false));
}
