import sharp from "sharp";

/** Black compresses to almost nothing: a whole megapixel of it to less than this, however it is encoded. */
const MAX_BLACK_BYTES = 96 * 1024;
/** Of 255, for what lossy encoders leave. */
const MAX_TONE = 4;

/**
 * True for a picture without anything in it: some safety checks paint over what they refuse and do not say so. Costs all
 * others nothing, for they are too large to be looked at. What can be seen through is no such picture.
 */
export async function isBlackPicture(bytes: Uint8Array): Promise<boolean> {
  if (bytes.length > MAX_BLACK_BYTES) return false;
  try {
    const { channels, isOpaque } = await sharp(bytes).stats();
    return isOpaque && channels.slice(0, 3).every(({ max }) => max <= MAX_TONE);
  } catch {
    return false; // No picture: whoever keeps it will find out.
  }
}
