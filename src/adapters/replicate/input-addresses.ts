import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { ImageRequest, InputPicture } from "../../core/ports/image-provider.js";
import { toInputAddress } from "../net/input-address.js";
import type { ReplicateClient } from "./replicate-client.js";
import { toAppError } from "./replicate-errors.js";

/** "A data URL when you have a small file, up to 256 kB": replicate.com/docs/topics/predictions/input-files. */
const MAX_DATA_BYTES = 256_000;
/** `POST /v1/files` takes less than that. */
const MAX_FILE_BYTES = 100_000_000;

const FileSchema = z.object({ urls: z.object({ get: z.url() }) });

/**
 * Where Replicate finds the pictures of a request: under our links, in the request itself, or, of a request that may be
 * kept, in its own storage.
 *
 * @throws AppError `provider_rejected` (final) when there is no way to hand it over; what `InputPicture.read` throws, or
 *   the upload: nothing has been made then.
 */
export function toAddresses(
  { inputs, retention }: ImageRequest,
  client: Pick<ReplicateClient, "upload">,
): Promise<readonly string[]> {
  return Promise.all(inputs.map(toAddress));

  async function toAddress(picture: InputPicture): Promise<string> {
    const address = await toInputAddress(picture, { maxDataBytes: MAX_DATA_BYTES });
    if (address !== null) return address;
    if (retention === "keep" && picture.sizeBytes < MAX_FILE_BYTES) return upload(picture);
    const message = "replicate: no way to hand over a picture of this size";
    throw new AppError({ code: "provider_rejected", message, retryable: false });
  }

  async function upload(picture: InputPicture): Promise<string> {
    const { contentType } = picture;
    const bytes = await picture.read();
    try {
      return FileSchema.parse(await client.upload({ bytes, contentType })).urls.get;
    } catch (error) {
      throw toAppError(error, "read");
    }
  }
}
