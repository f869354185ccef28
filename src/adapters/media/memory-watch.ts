// A thread beside the decoders: they hold up their own thread for seconds and take memory that no limit of Node's counts.
import { parentPort, workerData } from "node:worker_threads";
import { MEMORY_SIGNAL } from "./memory-signal.js";

const EVERY_MS = 20;
const limitBytes = Number(workerData);
const service = process.ppid;

look();
setInterval(look, EVERY_MS);
parentPort?.postMessage("watching");

function look(): void {
  if (process.memoryUsage.rss() > limitBytes) process.kill(process.pid, MEMORY_SIGNAL);
  // The service was killed: nobody is left to end this process at its deadline.
  if (process.ppid !== service) process.kill(process.pid, "SIGKILL");
}
