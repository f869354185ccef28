import type { Daytime, Scene } from "./vocabulary.js";

/** Sky colours from the zenith to the horizon. A few per light, so that seeds differ in mood. */
export const skies: Readonly<
  Record<
    Daytime | "grey" | "winter" | "storm" | "neon" | "space",
    readonly [string[], ...string[][]]
  >
> = {
  day: [
    ["#3f97d8", "#8ccbee", "#f4ead0"],
    ["#2b8bbd", "#86ccd3", "#fdf1d3"],
    ["#6ab2e6", "#c3e3f1", "#ffe6d2"],
    ["#5aa9c9", "#b9dcc9", "#fbf0c9"],
  ],
  sunset: [
    ["#2b1b54", "#8c2f6b", "#ee6550", "#ffc46b"],
    ["#3a2a6b", "#c04a78", "#ff8f5a", "#ffdc94"],
    ["#1f3a63", "#7a5a8c", "#f2876b", "#ffd591"],
    ["#5b2a52", "#c9484f", "#f79a4b", "#ffe3a1"],
  ],
  dawn: [
    ["#5b6fb0", "#c3a3cb", "#ffc7b0", "#fff0d6"],
    ["#3f6c9c", "#9cb6d0", "#f7cdbd", "#fdeccb"],
    ["#7286b8", "#dcb6c8", "#fbd9b6", "#fff4d9"],
  ],
  night: [
    ["#070b24", "#14204d", "#33477f"],
    ["#0b0a2a", "#2a1a56", "#5c3f82"],
    ["#031620", "#0b3347", "#236270"],
    ["#0a1030", "#1d2f6b", "#4f6aa8"],
  ],
  grey: [
    ["#6f8292", "#9fb0ba", "#d6dddf"],
    ["#5d6b80", "#94a2b0", "#d2d8da"],
    ["#7c8a86", "#aab8b2", "#dfe3da"],
  ],
  storm: [
    ["#1f2b38", "#41525f", "#8596a1"],
    ["#262a3d", "#4d5068", "#938fa0"],
  ],
  winter: [
    ["#7fa9cf", "#c0d9ea", "#f6f1ea"],
    ["#8f9fcb", "#cdd2ea", "#fbeae4"],
    ["#6d9fb8", "#b6d5dc", "#f2f3e6"],
  ],
  neon: [
    ["#0b0630", "#3b0f6b", "#b8287f"],
    ["#08102e", "#1b2478", "#8a35b0", "#e8508c"],
    ["#0a0424", "#2b1a70", "#1f8fb4"],
  ],
  space: [
    ["#05030f", "#150c33", "#2b1453"],
    ["#020a18", "#0a1f3f", "#123a56"],
    ["#0c0414", "#2a0d38", "#56174f"],
  ],
};

/** Ground colours in full daylight, from the far layers to the near ones. */
export const grounds: Readonly<Record<Scene, readonly [string[], ...string[][]]>> = {
  meadow: [
    ["#a9cfa0", "#7db765", "#4f9a4b", "#2f7442"],
    ["#bcd08f", "#9cbb58", "#6d9a3f", "#446f35"],
    ["#d9c98a", "#cfae55", "#a98b3c", "#6d6a34"],
    ["#9fcdb5", "#5fae8d", "#338268", "#1f5a50"],
  ],
  mountains: [
    ["#9fb4cf", "#6f8bb0", "#4b6a6d", "#2f5647"],
    ["#b3a8c9", "#8479a8", "#5a5f7f", "#36485a"],
    ["#c2b4a8", "#98857c", "#6a6a5c", "#43563f"],
  ],
  forest: [
    ["#9cc4ad", "#5f9d80", "#34725a", "#1a463c"],
    ["#b3c48f", "#7e9f55", "#4b7541", "#28492f"],
    ["#d6b07a", "#c07f45", "#8f5536", "#4f3a2c"],
  ],
  sea: [
    ["#7fc0d3", "#3f97b8", "#216f98", "#134c74"],
    ["#8fd3c8", "#45aaa5", "#1f7f86", "#125a67"],
    ["#9ab7dc", "#5d86bf", "#37619f", "#223f74"],
  ],
  city: [
    ["#a9b4c9", "#7987a8", "#4f5b82", "#2c3457"],
    ["#c4aeb8", "#96798f", "#664d6d", "#382c4a"],
    ["#a8c0bf", "#70949a", "#466a77", "#263f50"],
  ],
  desert: [
    ["#efcf9f", "#e6ac68", "#cf8245", "#a05a35"],
    ["#f0d3b0", "#e5a683", "#c97558", "#8f4a45"],
    ["#f3dfae", "#e8c272", "#cc9a4b", "#96683a"],
  ],
  space: [
    ["#6d5f9a", "#4a3d78", "#2f2657", "#191537"],
    ["#5f8a9a", "#3d6378", "#264357", "#142838"],
  ],
  underwater: [
    ["#4fb3c4", "#2889a3", "#15607f", "#0c3d5a"],
    ["#58c0ae", "#2c9490", "#176a72", "#0d4452"],
    ["#5c9bd6", "#346fb5", "#204c8c", "#142f61"],
  ],
  snowfield: [
    ["#c9d8e8", "#dbe6f0", "#eaf1f6", "#fbfbf8"],
    ["#ccd0e6", "#dfe0f0", "#eeecf5", "#fcf9f7"],
    ["#bfd9dd", "#d6e8e9", "#e8f2f0", "#fafbf6"],
  ],
};
