import { join } from "node:path";
import { createLinkSigner } from "./adapters/disk/link-signer.js";
import { createDiskObjectStore, createSignedObjectReader } from "./adapters/disk/object-store.js";
import { createS3Client } from "./adapters/s3/s3-client.js";
import { checkBucket, createS3ObjectStore } from "./adapters/s3/s3-object-store.js";
import type { SecretKeys } from "./adapters/secrets/secret-keys.js";
import type { Clock } from "./core/ports/clock.js";
import type { Log } from "./core/ports/log.js";
import type { ObjectStore } from "./core/ports/object-store.js";
import { type Config, ROLES } from "./settings/config.js";
import type { Check } from "./web/health-routes.js";
import { objectRoutes } from "./web/object-routes.js";
import type { RoutePart } from "./web/routes.js";

/** Where pictures lie, and what follows from it for the web role. */
export interface Objects {
  readonly store: ObjectStore;
  /** On disk, links lead to us; a bucket answers its own. */
  readonly routes: readonly RoutePart[];
  readonly checks: Readonly<Record<string, Check>>;
  close(): void;
}

export function createObjects(
  config: Pick<Config, "s3" | "dataDir" | "publicUrl">,
  deps: { keys: SecretKeys; clock: Clock },
): Objects {
  return config.s3
    ? inBucket(config.s3, deps.clock)
    : onDisk(config, createLinkSigner({ keys: deps.keys, clock: deps.clock }));
}

function inBucket(settings: NonNullable<Config["s3"]>, clock: Clock): Objects {
  const client = createS3Client(settings);
  const { bucket } = settings;
  return {
    store: createS3ObjectStore({ client, bucket, clock }),
    routes: [],
    checks: { bucket: () => checkBucket({ client, bucket }) },
    close: () => client.destroy(),
  };
}

function onDisk(
  config: Pick<Config, "dataDir" | "publicUrl">,
  signer: ReturnType<typeof createLinkSigner>,
): Objects {
  const folder = join(config.dataDir, "objects");
  return {
    store: createDiskObjectStore({ folder, signer, publicUrl: config.publicUrl }),
    routes: [objectRoutes(createSignedObjectReader({ folder, signer }))],
    checks: {},
    close: () => undefined,
  };
}

/** Split roles on one host share the folder; on several, pictures made on one would be missing on the others. */
export function tellOfSharedFiles({ roles, s3, dataDir }: Config, log: Log): void {
  const isSplit = ROLES.some((role) => !roles.includes(role));
  if (isSplit && !s3)
    log.info("pictures_on_this_host_only", { dataDir, severalHostsNeed: "S3_BUCKET" });
}
