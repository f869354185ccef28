import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AppError } from "../../core/errors.js";
import { parseObjectKey } from "../../core/object-key.js";
import { parseLinkSeconds } from "../../core/object-link.js";
import type { Clock } from "../../core/ports/clock.js";
import type { ObjectInfo, ObjectStore, OpenObject } from "../../core/ports/object-store.js";
import { readBody } from "./read-body.js";
import { isMissingKey, toStorageError } from "./s3-errors.js";

/** Above the 5 MiB that S3 asks of every part but the last. */
const PART_BYTES = 8 * 1024 * 1024;

interface S3Deps {
  readonly client: S3Client;
  readonly bucket: string;
  readonly clock: Pick<Clock, "now">;
}

/** Objects in a private bucket; links are presigned and lead straight to it. */
export function createS3ObjectStore(deps: S3Deps): ObjectStore {
  const { client, bucket } = deps;
  return {
    async put(key, bytes, contentType) {
      const target = { Bucket: bucket, Key: parseObjectKey(key) };
      const command = new PutObjectCommand({ ...target, Body: bytes, ContentType: contentType });
      await client.send(command).catch(throwStorageError(bucket));
    },

    async putStream(key, content, contentType) {
      const target = { Bucket: bucket, Key: parseObjectKey(key) };
      await upload(deps, { ...target, ContentType: contentType }, content);
    },

    async get(key) {
      const { content, sizeBytes } = await openObject(deps, key);
      const bytes = new Uint8Array(sizeBytes);
      let length = 0;
      for await (const chunk of content) {
        bytes.set(chunk, length);
        length += chunk.length;
      }
      return bytes;
    },

    openRead: (key) => openObject(deps, key),
    head: (key) => readInfo(deps, key),

    async delete(key) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: parseObjectKey(key) });
      await client.send(command).catch((error: unknown) => {
        // S3 itself does not mind; some servers that speak its protocol do.
        if (!isMissingKey(error)) throw toStorageError(error, bucket);
      });
    },

    async link(key, options) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: parseObjectKey(key) });
      const expiresIn = parseLinkSeconds(options.expiresInSeconds);
      return getSignedUrl(client, command, { expiresIn, signingDate: deps.clock.now() });
    },
  };
}

/** Nothing is ever stored here. */
const ABSENT_KEY = "probe/absent";

/**
 * Fails while the bucket cannot be used. Asks for an object, as the work itself does: keys that may read and write objects
 * are not always allowed to ask about their bucket.
 *
 * @throws AppError `storage_unavailable`
 */
export async function checkBucket({ client, bucket }: Omit<S3Deps, "clock">): Promise<void> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: ABSENT_KEY }));
    if (Body instanceof Readable) Body.destroy();
  } catch (error) {
    if (!isMissingKey(error)) throw toStorageError(error, bucket);
  }
}

async function openObject(deps: S3Deps, key: string): Promise<OpenObject> {
  const { client, bucket } = deps;
  const command = new GetObjectCommand({ Bucket: bucket, Key: parseObjectKey(key) });
  try {
    const { Body, ContentLength, ContentType } = await client.send(command);
    if (!(Body instanceof Readable)) throw new Error("an answer without a body");
    const toError = (error: unknown) => toStorageError(error, bucket);
    return {
      sizeBytes: ContentLength ?? 0,
      contentType: ContentType ?? "application/octet-stream",
      content: readBody(Body, { sizeBytes: ContentLength ?? 0, toError }),
      async close() {
        Body.destroy();
      },
    };
  } catch (error) {
    if (!isMissingKey(error)) throw toStorageError(error, bucket);
    throw new AppError({ code: "not_found", message: `no object ${key}`, retryable: false });
  }
}

async function readInfo(deps: S3Deps, key: string): Promise<ObjectInfo | null> {
  const { client, bucket } = deps;
  const command = new HeadObjectCommand({ Bucket: bucket, Key: parseObjectKey(key) });
  try {
    const { ContentLength, ContentType } = await client.send(command);
    return {
      sizeBytes: ContentLength ?? 0,
      contentType: ContentType ?? "application/octet-stream",
    };
  } catch (error) {
    if (!isMissingKey(error)) throw toStorageError(error, bucket);
    await checkBucket(deps); // 404 to a HEAD may as well mean that the bucket is missing.
    return null;
  }
}

/** One part at a time; when anything fails, the parts sent so far are removed. */
async function upload(
  { client, bucket }: S3Deps,
  target: { Bucket: string; Key: string; ContentType: string },
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  let sourceError: { readonly error: unknown } | undefined;
  async function* watched() {
    try {
      yield* content;
    } catch (error) {
      sourceError = { error };
      throw error;
    }
  }
  const body = Readable.from(watched(), { objectMode: false });
  const params = { ...target, Body: body };
  try {
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: 1 }).done();
  } catch (error) {
    throw sourceError ? sourceError.error : toStorageError(error, bucket);
  }
}

function throwStorageError(bucket: string) {
  return (error: unknown): never => {
    throw toStorageError(error, bucket);
  };
}
