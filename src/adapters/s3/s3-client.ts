import { S3Client } from "@aws-sdk/client-s3";

const CONNECT_TIMEOUT_MS = 5_000;
/** From the start of a request to the head of its answer, an upload of the largest picture included. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A body that stands still for so long is not coming. */
const IDLE_TIMEOUT_MS = 20_000;
/** The first try and two more, for what is lost on the way, 5xx and throttling. */
const TRIES = 3;

export interface S3Settings {
  /** Null: Amazon's own, by region. */
  readonly endpoint: string | null;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/**
 * A client for S3, R2 and MinIO. Checksums only where the protocol demands them: the ones the SDK adds by default come as
 * trailers and headers that R2 and older servers refuse (aws-sdk-js-v3, issue 6810). Path style, because not every
 * server has a host name per bucket.
 */
export function createS3Client(settings: S3Settings): S3Client {
  return new S3Client({
    // `auto` is R2's only region; Amazon's own has none of that name.
    region:
      settings.endpoint === null && settings.region === "auto" ? "us-east-1" : settings.region,
    ...(settings.endpoint !== null && { endpoint: settings.endpoint, forcePathStyle: true }),
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
    },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: TRIES,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: ANSWER_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_TIMEOUT_MS,
    },
  });
}
