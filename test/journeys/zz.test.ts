import { it } from "vitest";
import { openTelegram } from "./kill-chats.js";
import { openHouse } from "./kill-house.js";
import { readFileSync } from "node:fs";
import { execSync } from "node:child_process";
it("cpu", async () => {
  const house = await openHouse([await openTelegram()]);
  for (let i = 0; i < 3; i++) {
    await house.service.start();
    const pid = execSync("pgrep -f 'fixtures/killable-service.mjs' | head -1").toString().trim();
    const ticks = () => { const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(" "); return (Number(f[13]) + Number(f[14])) * 10; };
    const a = ticks();
    const chat = await house.server.openChat();
    await chat.ask("a red fox");
    while (!chat.seen().some(s => s.pictureCount)) await new Promise(r => setTimeout(r, 20));
    console.log("XX", a, ticks());
    await house.service.kill();
  }
  await house.close();
}, 90000);
