import type { InputPicture } from "../../core/ports/image-provider.js";

/**
 * The address under which a vendor takes a picture: our signed link where the world can reach it, else the picture
 * itself as a data URL. Null when there is no link and it is too large for that.
 *
 * @param maxDataBytes Of the picture; as a data URL it is a third larger.
 */
export async function toInputAddress(
  picture: InputPicture,
  { maxDataBytes }: { maxDataBytes: number },
): Promise<string | null> {
  const link = await picture.publicLink();
  if (link !== null) return link;
  if (picture.sizeBytes > maxDataBytes) return null;
  const base64 = Buffer.from(await picture.read()).toString("base64");
  return `data:${picture.contentType};base64,${base64}`;
}
