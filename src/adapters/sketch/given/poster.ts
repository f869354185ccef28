import { type Raster, toLuminance } from "../raster.js";

/** The picture in `steps` shades of brightness, each colour keeping its hue; in place. */
export function posterise(picture: Raster, steps: number): Raster {
  const { data, channels } = picture;
  const light = toLuminance(picture);
  for (const [at, shade] of light.entries()) {
    const step = ((Math.min(steps - 1, Math.floor((shade / 256) * steps)) + 0.5) * 255) / steps;
    // Half of the way: steps that can be seen, in a picture that is still recognised.
    const factor = (shade + (step - shade) * 0.8) / Math.max(shade, 6);
    for (let band = 0; band < 3; band += 1) {
      const to = at * channels + band;
      data[to] = Math.min(255, (data[to] ?? 0) * factor);
    }
  }
  return picture;
}
