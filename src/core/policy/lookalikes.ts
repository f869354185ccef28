/**
 * Characters that look like a Latin letter and that Unicode's own compatibility folding leaves alone.
 * Each entry is the Latin letter followed by its lookalikes. Capitals are listed where they look like
 * another letter than their lower case (Greek Η is an H, η an n).
 * Sources: Unicode UTS #39 confusables, the letters in use on "fancy text" pages.
 */
const LOOKALIKES = [
  "aаαɑᴀɐⲁꭺᎪ∀ӕæ",
  "bвьβбʙɓƀƃᏼᏴ฿",
  "cсϲᴄƈⅽⲥȼ¢ᥴᏟ",
  "dԁɗđðᴅƌժᎠ",
  "eеєεэɛəǝɘᴇҽⲉ℮ɇᎬ",
  "fғƒꜰϝ",
  "gɡցɢɠǥԍᏀ",
  "hнһհʜħɦⲏҥɥΗᎻ",
  "iіιɪɩıӏɨⲓᎥ",
  "jјʝᴊɉϳᎫ",
  "kкκᴋƙқҟⲕĸʞᏦ",
  "lʟłɭⅼƚɫᏞ",
  "mмᴍɱⲙΜᎷ",
  "nпηиɴոռɲƞŋΝ",
  "oоοσᴏօøɵⲟөѳჿ",
  "pрρᴘƥⲣþᏢ",
  "qԛզɋգ",
  "rгяʀɍɼᴦɹᏒ",
  "sѕꜱʂȿᏚ",
  "tтτᴛŧƭⲧ†ʇᎢ",
  "uυսᴜʋцμᥙ",
  "vνѵᴠⅴᏙ",
  "wωшԝᴡⱳщѡɯʍᎳ",
  "xхχ×ⲭҳ",
  "yуγʏүұɏყʎΥᎽ",
  "zζᴢʐƶȥʑᏃ",
] as const;

/** Blocks of letters in alphabetical order without a folding of their own: [first code point, count]. */
const ALPHABETS = [
  [0x249c, 26], // ⒜ parenthesised
  [0x1f110, 26], // 🄐 parenthesised capitals
  [0x1f150, 26], // 🅐 white on black, round
  [0x1f170, 26], // 🅰 white on black, square
  [0x1f1e6, 26], // 🇦 regional indicators, which make up the flags
] as const;

/** Emoji whose meaning is plain. The last five mean something only beside each other. */
const EMOJI_WORDS = [
  ["🔞", "nsfw"],
  ["👙", "bikini"],
  ["👶", "baby"],
  ["🧒", "child"],
  ["👧", "child"],
  ["👦", "child"],
  ["💣", "bomb"],
  ["卐", "swastika"],
  ["🍆", "emojieggplant"],
  ["🍑", "emojipeach"],
  ["💦", "emojisweat"],
  ["👉", "emojipoint"],
  ["👌", "emojiring"],
] as const;

/** What to read in place of one character; characters that are not in it stand for themselves. */
export const READ_AS: ReadonlyMap<string, string> = new Map([
  ...LOOKALIKES.flatMap((row) => {
    const [letter = "", ...others] = row;
    return others.map((other) => [other, letter] as const);
  }),
  ...ALPHABETS.flatMap(([first, count]) =>
    Array.from({ length: count }, (_, n) => {
      return [String.fromCodePoint(first + n), String.fromCharCode(97 + n)] as const;
    }),
  ),
  ...EMOJI_WORDS.map(([emoji, word]) => [emoji, ` ${word} `] as const),
  ["ß", "ss"],
  ["œ", "oe"],
]);

/** Digits and signs that stand for letters inside a word ("n4k3d"). */
export const LEET: ReadonlyMap<string, readonly string[]> = new Map([
  ["0", ["o"]],
  ["1", ["i", "l"]],
  ["2", ["z"]],
  ["3", ["e"]],
  ["4", ["a"]],
  ["5", ["s"]],
  ["6", ["g", "b"]],
  ["7", ["t"]],
  ["8", ["b"]],
  ["9", ["g"]],
  ["@", ["a"]],
  ["$", ["s"]],
  ["€", ["e"]],
  ["£", ["l"]],
  ["!", ["i", "l"]],
  ["|", ["i", "l"]],
  ["+", ["t"]],
]);
