import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReplicateClient } from "../../../src/adapters/replicate/replicate-client.js";
import { createReplicateProvider } from "../../../src/adapters/replicate/replicate-provider.js";
import { systemClock } from "../../../src/adapters/system/system-clock.js";
import { FAILED_PREDICTIONS, REFUSED_PREDICTIONS } from "../../fixtures/replicate-bodies.js";
import { aSubmission, keyOf } from "./replicate-world.js";

describe("what Replicate says, in our words", () => {
  let server: Server;
  let answer: { status: number; body: object } = { status: 200, body: {} };
  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function provider() {
    const { port } = server.address() as AddressInfo;
    return createReplicateProvider({
      client: createReplicateClient({ apiToken: "r8_x", apiUrl: `http://127.0.0.1:${port}/v1` }),
      fetchOutput: async () => new Uint8Array(),
      clock: systemClock,
      canLink: false,
    });
  }

  it.each(REFUSED_PREDICTIONS)("calls $status with $body.detail $code", async (recorded) => {
    answer = recorded;
    const error = await provider()
      .submit(aSubmission())
      .catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: recorded.code,
      ...("retryAfterMs" in recorded && { retryAfterMs: recorded.retryAfterMs }),
    });
    expect(error.message).not.toContain(recorded.body.detail);
  });

  it.each(FAILED_PREDICTIONS)("calls a run that says %j %s", async (error, code) => {
    answer = { status: 200, body: { id: "abc", status: "failed", output: null, error } };
    expect(await provider().poll(keyOf("abc"))).toEqual({ state: "failed", code, costMicroUsd: 0 });
  });
});
