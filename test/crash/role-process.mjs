// Some roles of the service as a process of its own, for tests that kill it. Settings come by the environment, as in
// production. KILL_AT, or the message `{ killAt }`, names the fault point at which it ends itself. It says `ready` once
// every piece it needs answers, and answers `{ id, command }` (of an operator) with `{ id, answer }`.
import { setTimeout as pause } from "node:timers/promises";
import { compose } from "../../dist/compose.js";
import { parseConfig } from "../../dist/config.js";
import { createWebServer } from "../../dist/web/web-server.js";

let killAt = process.env.KILL_AT;
const parsed = parseConfig(process.env);
if (!parsed.ok) throw new Error(parsed.faults.join("\n"));

const web = createWebServer(parsed.config);
await web.listen();
const app = await compose(parsed.config, {
  faults: {
    reach(point) {
      if (point === killAt) process.kill(process.pid, "SIGKILL");
    },
  },
});
web.serve(app.fetch);

process.on("message", async (message) => {
  if ("killAt" in message) killAt = message.killAt;
  if ("command" in message) {
    process.send({ id: message.id, answer: await app.adminCommands[message.command]({}) });
  }
});
// Whoever runs the test is gone.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

await app.start();
while (!(await app.fetch(new Request("http://service/readyz"))).ok) await pause(20);
process.send("ready");
