import { z } from "zod";
import { AppError } from "../../core/errors.js";
import type { ImageRequest, InputPicture, Retention } from "../../core/ports/image-provider.js";
import { toInputAddress } from "../net/input-address.js";
import type { FalEndpoint } from "./endpoint.js";
import type { FalClient } from "./fal-client.js";
import { toAnswerError, toSilenceError } from "./fal-errors.js";
import { unreadable } from "./response.js";

/**
 * Of all pictures of a request that travel in its body. FAL names no limit; bodies of ten megabytes, which this is as
 * data URLs, are known to pass.
 */
const MAX_DATA_BYTES = 7.5 * 1024 * 1024;
/** Of a megapixel or two: so many are sure to fit. */
const MAX_DATA_PICTURES = 2;
const UPLOAD_TIMEOUT_MS = 60_000;
/** What lies in FAL's storage for us is of no use after its run. */
const STORED = JSON.stringify({ expiration_duration_seconds: 86_400 });

const UploadSchema = z.object({ upload_url: z.url(), file_url: z.url() });

export interface InputAddresses {
  canTake(inputs: { count: number; retention: Retention }): boolean;
  /**
   * Where FAL finds the pictures: by our links, else in the request itself, else in FAL's own storage unless the request
   * asks for no retention.
   *
   * @throws AppError `input_rejected` (final) for a picture that can travel in no way, and as reading and storing do.
   */
  of(request: ImageRequest, endpoint: FalEndpoint): Promise<readonly string[]>;
}

export function createInputAddresses(deps: {
  client: FalClient;
  /** True when the world can fetch our links. */
  hasLinks: boolean;
  /** Exact origins that files may be put to, `http` included: stand-ins the operator has set. */
  origins: readonly string[];
}): InputAddresses {
  async function addressOf(picture: InputPicture, request: ImageRequest): Promise<string> {
    const maxDataBytes = MAX_DATA_BYTES / request.inputs.length;
    const address = await toInputAddress(picture, { maxDataBytes });
    if (address !== null) return address;
    if (request.retention === "none") throw rejected("is too large to be sent with the request");
    return store(picture);
  }

  async function store(picture: InputPicture): Promise<string> {
    const { contentType } = picture;
    const bytes = await picture.read();
    const { upload_url, file_url } = await openUpload(contentType);
    const response = await fetch(upload_url, {
      method: "PUT",
      body: new Uint8Array(bytes),
      redirect: "error",
      headers: { "content-type": contentType },
      signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
    }).catch((error: unknown) => Promise.reject(toSilenceError(error, "read")));
    await response.body?.cancel();
    if (!response.ok) {
      const { status, headers } = response;
      throw toUploadError(toAnswerError({ status, headers, body: undefined }, "read"));
    }
    return file_url;
  }

  async function openUpload(contentType: string) {
    const answer = await deps.client
      .rest({
        method: "POST",
        path: "/storage/upload/initiate?storage_type=fal-cdn-v3",
        body: { content_type: contentType, file_name: `picture.${contentType.split("/")[1]}` },
        headers: { "x-fal-object-lifecycle": STORED },
      })
      .catch((error: unknown) => Promise.reject(toSilenceError(error, "read")));
    if (answer.status >= 300) throw toUploadError(toAnswerError(answer, "read"));
    const upload = UploadSchema.safeParse(answer.body).data;
    if (!upload || !Object.values(upload).every(isAllowed)) throw unreadable();
    return upload;
  }

  function isAllowed(address: string): boolean {
    const { protocol, origin } = new URL(address);
    return protocol === "https:" || deps.origins.includes(origin);
  }

  return {
    canTake: ({ count, retention }) =>
      retention === "keep" || deps.hasLinks || count <= MAX_DATA_PICTURES,

    of(request, endpoint) {
      return Promise.all(
        request.inputs.map(async (picture) => {
          if (endpoint.isPngOnly && picture.contentType !== "image/png") {
            throw rejected("is no PNG, which is all this model takes");
          }
          return addressOf(picture, request);
        }),
      );
    },
  };
}

/** Nothing was asked for yet, so whatever its storage refuses, FAL is as good as away. */
function toUploadError(error: AppError): AppError {
  if (error.code === "configuration" || error.retryable) return error;
  const { message } = error;
  return new AppError({ code: "provider_unavailable", message, retryable: true });
}

function rejected(reason: string): AppError {
  const message = `fal: a picture ${reason}`;
  return new AppError({ code: "input_rejected", message, retryable: false });
}
