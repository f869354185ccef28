import { fitsModel } from "../../core/catalog/fits-model.js";
import { findModel } from "../../core/catalog/models.js";
import { AppError } from "../../core/errors.js";
import type { ImageRequest } from "../../core/ports/image-provider.js";
import type { FalEndpoint } from "./endpoint.js";
import { FAL_MODELS } from "./models.js";

export function servesModel(modelId: string): boolean {
  return Object.hasOwn(FAL_MODELS, modelId);
}

/** Where the request goes; undefined when FAL has no such thing. */
export function findEndpoint({
  modelId,
  inputs,
}: Pick<ImageRequest, "modelId" | "inputs">): FalEndpoint | undefined {
  const model = Object.hasOwn(FAL_MODELS, modelId) ? FAL_MODELS[modelId] : undefined;
  return inputs.length > 0 ? model?.fromPictures : model?.fromWords;
}

/** The first two parts of a model's addresses, which its runs are read under; undefined when FAL has no such model. */
export function findApp(modelId: string): string | undefined {
  const model = Object.hasOwn(FAL_MODELS, modelId) ? FAL_MODELS[modelId] : undefined;
  const path = (model?.fromWords ?? model?.fromPictures)?.path;
  return path?.split("/").slice(0, 2).join("/");
}

/** @throws AppError `provider_rejected` (final) for what no endpoint here can make. */
export function toEndpoint(request: ImageRequest): FalEndpoint {
  const endpoint = findEndpoint(request);
  if (endpoint && canMake(endpoint, request)) return endpoint;
  throw new AppError({
    code: "provider_rejected",
    message: `fal cannot make ${request.count} of ${request.modelId} as it was asked for`,
    retryable: false,
  });
}

/** The whole run, in millionths of a US dollar. */
export function costOf(request: ImageRequest, made = request.count): number {
  return (findEndpoint(request)?.unitMicroUsd(request) ?? 0) * made;
}

/** What the catalog offers, as far as this endpoint goes. */
function canMake(endpoint: FalEndpoint, request: ImageRequest): boolean {
  const model = findModel(request.modelId);
  const hasSteps = (request.steps ?? Number.POSITIVE_INFINITY) >= (endpoint.minSteps ?? 0);
  return model !== undefined && fitsModel(model, request) && hasSteps;
}
