import { describe, expect, it } from "vitest";
import { parseHtml } from "../../../src/sandbox/telegram-api/text/html-entities.js";

describe("Telegram's HTML", () => {
  it.each([
    ["<b>a</b><strong>b</strong>", "ab", ["bold 0+1", "bold 1+1"]],
    ["<i>a</i> <u>b</u> <s>c</s>", "a b c", ["italic 0+1", "underline 2+1", "strikethrough 4+1"]],
    ["<b>bold <i>both</i></b>", "bold both", ["italic 5+4", "bold 0+9"]],
    [
      '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
      "xy",
      ["spoiler 0+1", "spoiler 1+1"],
    ],
    ["<code>x &lt; y</code>", "x < y", ["code 0+5"]],
    ["<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote 0+1"]],
    ["&lt;b&gt; &amp; &quot; &#65; &#x1F600; &nope;", '<b> & " A 😀 &nope;', []],
    ["😀<b>é</b>", "😀é", ["bold 2+1"]],
    ["<b></b>empty", "empty", []],
  ])("reads %s", (html, text, entities) => {
    const parsed = parseHtml(html);
    expect(parsed.text).toBe(text);
    expect(parsed.entities.map((each) => `${each.type} ${each.offset}+${each.length}`)).toEqual(
      entities,
    );
  });

  it("keeps a link's address and a block's language", () => {
    expect(parseHtml('<a href="https://example.org/?a=1">here</a>').entities).toEqual([
      { type: "text_link", url: "https://example.org/?a=1", offset: 0, length: 4 },
    ]);
    expect(parseHtml('<pre><code class="language-ts">x</code></pre>').entities).toEqual([
      { type: "pre", language: "ts", offset: 0, length: 1 },
    ]);
  });

  it.each([
    ["a <div>b</div>", 'Unsupported start tag "div" at byte offset 2'],
    ["é <x>", 'Unsupported start tag "x" at byte offset 3'],
    ["<b>open", `Can't find end tag corresponding to start tag "b"`],
    ["<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ["x</b>", "Unexpected end tag at byte offset 1"],
    ["1 <b", "Unclosed start tag at byte offset 2"],
    ["<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])("refuses %s", (html, reason) => {
    expect(() => parseHtml(html)).toThrow(`can't parse entities: ${reason}`);
  });
});
