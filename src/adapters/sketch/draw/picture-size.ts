export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const megapixel = 1024 * 1024;
/** Beyond this a picture is a strip on which nothing can be told apart. */
const widestRatio = 4;

/** In multiples of 16, as diffusion models make. Null unless `w:h` lies between 1:4 and 4:1. */
export function parsePictureSize(aspectRatio: string, megapixels = 1): PictureSize | null {
  const match = /^(\d{1,4}):(\d{1,4})$/.exec(aspectRatio);
  const ratio = Number(match?.[1]) / Number(match?.[2]);
  if (!(ratio >= 1 / widestRatio && ratio <= widestRatio)) return null;
  return sizeOf(ratio, megapixels);
}

/** The shape of a picture that is given, as far as 1:4 or 4:1, at another size. */
export function sizeLike(given: PictureSize, megapixels = 1): PictureSize {
  const ratio = given.width / given.height;
  return sizeOf(Math.min(widestRatio, Math.max(1 / widestRatio, ratio)), megapixels);
}

function sizeOf(ratio: number, megapixels: number): PictureSize {
  const pixels = megapixels * megapixel;
  const toSixteens = (length: number) => Math.round(length / 16) * 16;
  return {
    width: toSixteens(Math.sqrt(pixels * ratio)),
    height: toSixteens(Math.sqrt(pixels / ratio)),
  };
}
