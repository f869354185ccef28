// A thread beside the decoders: they hold up their own thread for seconds and take memory that no limit of Node's counts.
import { parentPort, workerData } from "node:worker_threads";
import { type DecodingLimits, MEMORY_SIGNAL, TIME_SIGNAL } from "./limit-signals.js";

const EVERY_MS = 20;
const { memoryLimitBytes, cpuLimitMs }: DecodingLimits = workerData;
const service = process.ppid;
let cpuAtBeginMs = cpuMs();

look();
setInterval(look, EVERY_MS);
// A picture begins.
parentPort?.on("message", () => {
  cpuAtBeginMs = cpuMs();
});
parentPort?.postMessage("watching");

function look(): void {
  if (process.memoryUsage.rss() > memoryLimitBytes) process.kill(process.pid, MEMORY_SIGNAL);
  if (cpuMs() - cpuAtBeginMs > cpuLimitMs) process.kill(process.pid, TIME_SIGNAL);
  // The service was killed: nobody is left to end this process at its deadline.
  if (process.ppid !== service) process.kill(process.pid, "SIGKILL");
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
