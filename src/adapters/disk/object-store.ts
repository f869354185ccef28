import { AppError } from "../../core/errors.js";
import { parseObjectKey } from "../../core/object-key.js";
import type { ObjectStore } from "../../core/ports/object-store.js";
import type { LinkSigner } from "./link-signer.js";
import {
  readObjectFile,
  readObjectInfo,
  removeLeftovers,
  removeObjectFile,
  type StoredObject,
  writeObjectFile,
} from "./object-file.js";

const longestLinkSeconds = 7 * 24 * 3_600;
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
  return {
    async put(key, bytes, contentType) {
      cleared ??= removeLeftovers(folder);
      await cleared;
      await writeObjectFile(folder, parseObjectKey(key), { bytes, contentType });
    },

    async get(key) {
      const object = await readObjectFile(folder, parseObjectKey(key));
      if (object === null) {
        throw new AppError({ code: "not_found", message: `no object ${key}`, retryable: false });
      }
      return object.bytes;
    },

    async head(key) {
      return readObjectInfo(folder, parseObjectKey(key));
    },

    async delete(key) {
      await removeObjectFile(folder, parseObjectKey(key));
    },

    async link(key, { expiresInSeconds }) {
      const isTime = Number.isSafeInteger(expiresInSeconds) && expiresInSeconds > 0;
      if (!isTime || expiresInSeconds > longestLinkSeconds) {
        throw new RangeError(`a link lasts 1 s … 7 days, not ${expiresInSeconds} s`);
      }
      return publicUrl + signer.sign(linkRoot + parseObjectKey(key), { expiresInSeconds });
    },
  };
}

/**
 * Answers the links above, for the web role's `/objects/*` route. Takes path and query as they came in the request;
 * null when the link is forged, altered or expired, or the object is gone.
 */
export function createSignedObjectReader(options: { folder: string; signer: LinkSigner }) {
  return async function readSignedObject(pathAndQuery: string): Promise<StoredObject | null> {
    const path = options.signer.verify(pathAndQuery);
    if (!path?.startsWith(linkRoot)) return null;
    return readObjectFile(options.folder, parseObjectKey(path.slice(linkRoot.length)));
  };
}
