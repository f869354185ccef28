import { randomUUID } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { createS3Client } from "../../adapters/s3/s3-client.js";
import type { S3Config } from "../../settings/config.js";
import { toReason } from "../ask-vendor.js";
import { type DoctorCheck, fault, off, ok } from "../check.js";

export const bucketCheck: DoctorCheck = {
  name: "pictures",
  timeoutMs: 10_000, // Four requests, one after the other.
  async run({ s3, dataDir }, signal) {
    if (!s3) {
      const next = "For several machines set S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.";
      return [off(`Kept as files under ${dataDir}.`, next)];
    }
    const failed = await tryBucket(s3, signal);
    const where = `bucket ${s3.bucket} at ${s3.endpoint ? new URL(s3.endpoint).host : "Amazon"}`;
    if (failed === null) return [ok(`The ${where} takes, shows and deletes an object.`)];
    const next = "Check S3_ENDPOINT, S3_BUCKET, S3_REGION, the key pair and its rights.";
    return [fault(`The ${where} refused to ${failed.step} an object (${failed.reason}).`, next)];
  },
};

/** Writes, looks at, reads and deletes one small object; null when all of it worked. */
async function tryBucket(
  s3: S3Config,
  abortSignal: AbortSignal,
): Promise<{ step: string; reason: string } | null> {
  const client = createS3Client(s3);
  const object = { Bucket: s3.bucket, Key: `probe/${randomUUID()}` };
  const probe = "probe";
  let step = "take";
  try {
    await client.send(new PutObjectCommand({ ...object, Body: probe }), { abortSignal });
    step = "show";
    await client.send(new HeadObjectCommand(object), { abortSignal });
    const { Body } = await client.send(new GetObjectCommand(object), { abortSignal });
    if ((await Body?.transformToString()) !== probe) return { step, reason: "other content" };
    step = "delete";
    await client.send(new DeleteObjectCommand(object), { abortSignal });
    return null;
  } catch (error) {
    return { step, reason: toReason(error) };
  } finally {
    client.destroy();
  }
}
