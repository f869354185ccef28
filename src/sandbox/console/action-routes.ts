import { z } from "zod";
import { type ActionFile, readActionInput } from "./action-input.js";

/** One thing the page can do. `run` throws what the person may read as a sentence. */
export interface Action {
  run(input: unknown, files: ReadonlyMap<string, ActionFile>): Promise<unknown>;
}
export interface ActionGroup {
  readonly actions: Readonly<Record<string, Action>>;
  /** Puts names where an error's text has ids. */
  toSentence(message: string): string;
}

/** An action whose input is checked first. */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>, files: ReadonlyMap<string, ActionFile>) => Promise<unknown>,
): Action {
  return { run: (input, files) => run(schema.parse(input), files) };
}

/** `POST /console/<group>/<action>`: does it and answers `{ result }`, or `{ error }` in words. What a person may not do
 * is no failure of the request, so it is a 200 as well. */
export function createActionRoutes(groups: Readonly<Record<string, ActionGroup>>) {
  return async function act(request: Request, path: string): Promise<Response> {
    const [groupName = "", name = ""] = path.split("/");
    const group = Object.hasOwn(groups, groupName) ? groups[groupName] : undefined;
    const found = group && Object.hasOwn(group.actions, name) ? group.actions[name] : undefined;
    if (!group || !found)
      return Response.json({ error: "There is no such action." }, { status: 404 });
    const input = await readActionInput(request);
    if (!input.ok) return Response.json({ error: input.reason }, { status: input.status });
    try {
      const result = await found.run(input.value, input.files);
      return Response.json({ result: result ?? null });
    } catch (error) {
      return Response.json({ error: group.toSentence(toWords(error)) });
    }
  };
}

function toWords(error: unknown): string {
  if (error instanceof z.ZodError) return "The page and the service do not match: reload the page.";
  return error instanceof Error ? error.message : "That did not work.";
}
