import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { RequestBody } from "./request-body.js";

/** What every route of the API finds in its context. */
export interface RestEnv {
  Bindings: HttpBindings;
  Variables: { body: RequestBody };
}
export type RestContext = Context<RestEnv>;
