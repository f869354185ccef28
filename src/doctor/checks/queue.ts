import { Redis } from "ioredis";
import { toReason } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, off, ok, warning } from "../check.js";

const OLDEST = [6, 2] as const;

export const queueCheck: DoctorCheck = {
  name: "queue",
  async run({ redisUrl }) {
    if (!redisUrl) return [off("In the database.", "For heavy load set REDIS_URL.")];
    const redis = new Redis(redisUrl, {
      lazyConnect: true,
      connectTimeout: 4_000,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    let lost: unknown; // What connecting rejects with does not say why.
    redis.on("error", (error) => {
      lost = error;
    });
    try {
      await redis.connect();
      return await look(redis);
    } catch (error) {
      return [fault(`Redis does not answer (${toReason(lost ?? error)}).`, "Check REDIS_URL.")];
    } finally {
      redis.disconnect();
    }
  },
};

async function look(redis: Redis): Promise<Finding[]> {
  const info = await redis.info();
  const version = readField(info, "redis_version") ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return [fault(`Redis ${version} is too old.`, `Use Redis ${OLDEST.join(".")} or newer.`)];
  }
  const findings = [ok(`Redis ${version} answers.`)];
  const policy = readField(info, "maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    const text = `Its maxmemory-policy is ${policy}: it may throw jobs away.`;
    findings.push(warning(text, "Set maxmemory-policy noeviction."));
  }
  if (readField(info, "aof_enabled") === "0") {
    const text = "It keeps no append-only file; after its crash the sweep finds lost work in 15 s.";
    findings.push(ok(text, "Set appendonly yes to lose no time either."));
  }
  return findings;
}

function readField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]?.trim();
}
