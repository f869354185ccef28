const MEDIA_KEYS = new Set(["url", "proxy_url", "icon_url"]);
const CDN_ADDRESS =
  /^https?:\/\/[^/]+\/(?:cdn|media)\/(?:ephemeral-)?attachments\/\d+\/(\d+)\/([^/?]+)/;

/**
 * The same data with the CDN's addresses turned into the console's own, so that the page loads nothing from elsewhere.
 * Only where an address of a picture stands: what people wrote is left as it is.
 */
export function toLocalMedia<T>(data: T): T {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => localised(key, value)));
}

function localised(key: string, value: unknown): unknown {
  if (!MEDIA_KEYS.has(key) || typeof value !== "string") return value;
  const [, id, name] = CDN_ADDRESS.exec(value) ?? [];
  return id === undefined ? value : `/console/files/discord/${id}/${name}`;
}
