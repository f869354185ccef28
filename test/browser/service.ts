import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** The built service as `npm start` runs it without any key: the sandbox, in a folder of its own. */
export async function startService(): Promise<Service> {
  const dataDir = mkdtempSync(join(tmpdir(), "atelier-browser-"));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ["dist/main.js"], {
    cwd: root,
    env: { PATH, HOME, PORT: "0", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
      const [, found] = /Atelier is ready: (http:\S+)/.exec(output) ?? [];
      if (found) resolve(found);
    });
    child.once("exit", () => reject(new Error(`the service ended: ${output}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
