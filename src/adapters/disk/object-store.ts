import { AppError } from "../../core/errors.js";
import { parseObjectKey } from "../../core/object-key.js";
import { parseLinkSeconds } from "../../core/object-link.js";
import type { ObjectStore, OpenObject } from "../../core/ports/object-store.js";
import type { LinkSigner } from "./link-signer.js";
import {
  openObjectFile,
  readObjectFile,
  readObjectInfo,
  removeLeftovers,
  removeObjectFile,
  writeObjectFile,
} from "./object-file.js";

const linkRoot = "/objects/";

/**
 * Objects as files under `folder`. Safe against kill -9; a power cut may lose the newest object, never tear one.
 * One host only. `publicUrl` is where the web role answers, without a slash at its end.
 */
export function createDiskObjectStore(options: {
  folder: string;
  signer: LinkSigner;
  publicUrl: string;
}): ObjectStore {
  const { folder, signer, publicUrl } = options;
  let cleared: Promise<void> | undefined;

  async function write(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<void> {
    const file = parseObjectKey(key);
    try {
      cleared ??= removeLeftovers(folder);
      await cleared;
      await writeObjectFile(folder, file, { content, contentType });
    } catch (error) {
      cleared = undefined; // A disk that was away may be back at the next try.
      throw toStorageError(error);
    }
  }

  return {
    put: write,
    putStream: write,

    async get(key) {
      return found(key, await readObjectFile(folder, parseObjectKey(key)));
    },

    async openRead(key) {
      return found(key, await openObjectFile(folder, parseObjectKey(key)));
    },

    async head(key) {
      return readObjectInfo(folder, parseObjectKey(key));
    },

    async delete(key) {
      await removeObjectFile(folder, parseObjectKey(key));
    },

    async link(key, options) {
      const expiresInSeconds = parseLinkSeconds(options.expiresInSeconds);
      return publicUrl + signer.sign(linkRoot + parseObjectKey(key), { expiresInSeconds });
    },
  };
}

function found<T>(key: string, object: T | null): T {
  if (object !== null) return object;
  throw new AppError({ code: "not_found", message: `no object ${key}`, retryable: false });
}

/** A full, read-only or missing disk is mended from outside; what waits for it then goes on. */
function toStorageError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !DISK_TROUBLE.has(code)) return error;
  const message = `The folder for pictures cannot be written to (${code}).`;
  return new AppError({ code: "storage_unavailable", message, retryable: true, cause: error });
}

const DISK_TROUBLE: ReadonlySet<string> = new Set([
  "ENOSPC",
  "EDQUOT",
  "EROFS",
  "EACCES",
  "EPERM",
  "EIO",
  "EMFILE",
  "ENFILE",
]);

/**
 * Answers the links above, for the web role's `/objects/*` route. Takes path and query as they came in the request;
 * null when the link is forged, altered or expired, or the object is gone.
 */
export function createSignedObjectReader(options: { folder: string; signer: LinkSigner }) {
  return async function readSignedObject(pathAndQuery: string): Promise<OpenObject | null> {
    const path = options.signer.verify(pathAndQuery);
    if (!path?.startsWith(linkRoot)) return null;
    return openObjectFile(options.folder, parseObjectKey(path.slice(linkRoot.length)));
  };
}
