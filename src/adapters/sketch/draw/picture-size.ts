export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const megapixel = 1024 * 1024;

/**
 * About one megapixel, or so many pixels, in multiples of 16, as diffusion models make. Null unless `w:h` lies between 1:4
 * and 4:1.
 */
export function parsePictureSize(aspectRatio: string, pixels = megapixel): PictureSize | null {
  const match = /^(\d{1,4}):(\d{1,4})$/.exec(aspectRatio);
  const ratio = Number(match?.[1]) / Number(match?.[2]);
  if (!(ratio >= 1 / 4 && ratio <= 4)) return null;
  const toSixteens = (length: number) => Math.round(length / 16) * 16;
  return {
    width: toSixteens(Math.sqrt(pixels * ratio)),
    height: toSixteens(Math.sqrt(pixels / ratio)),
  };
}
