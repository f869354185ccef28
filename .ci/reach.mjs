// Fails at once, in one line, when a server the tests need does not answer.
import { Redis } from "ioredis";
import pg from "pg";

const [databaseUrl, redisUrl] = process.argv.slice(2);

const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
await client.connect();
const { rows } = await client.query("SHOW server_version");
console.log(`Postgres ${rows[0].server_version}`);
await client.end();

const redis = new Redis(redisUrl, {
  lazyConnect: true,
  maxRetriesPerRequest: 1,
  retryStrategy: () => null,
});
redis.on("error", () => {});
await redis.connect();
console.log(/redis_version:\S+/.exec(await redis.info("server"))?.[0]);
redis.disconnect();
