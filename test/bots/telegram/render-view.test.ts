import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toButtonId } from "../../../src/bots/presentation/button-id.js";
import { type RichText, textView, toPlainText } from "../../../src/bots/presentation/chat-view.js";
import {
  MAX_CAPTION_LENGTH,
  renderKeyboard,
  renderText,
  withFittingLinks,
} from "../../../src/bots/telegram/render-view.js";

describe("telegram: words", () => {
  it("formats by position, so that nothing typed is read as markup", () => {
    const typed = "<b>x</b> *y* [z](tg://user?id=1) &amp; `q`";

    expect(
      renderText([{ bold: "Done" }, " ", { quote: typed }, "\n", { code: "1a2b" }], 4_096),
    ).toEqual({
      text: `Done ${typed}\n1a2b`,
      entities: [
        { type: "bold", offset: 0, length: 4 },
        { type: "blockquote", offset: 5, length: typed.length },
        { type: "code", offset: 6 + typed.length, length: 4 },
      ],
    });
  });

  it("counts as Telegram does, an emoji as two", () => {
    const { entities } = renderText(["🦊 ", { bold: "fox" }], 100);
    expect(entities).toEqual([{ type: "bold", offset: 3, length: 3 }]);
  });

  it("shortens the quoted prompt first and keeps every other word", () => {
    const { text } = renderText([{ quote: "fox ".repeat(400) }, "\n", { bold: "1 credit" }], 1_024);

    expect(text).toHaveLength(1_024);
    expect(text.endsWith("…\n1 credit")).toBe(true);
  });

  it("shortens the end when there is nothing to quote", () => {
    const { text, entities } = renderText(["a".repeat(600), { bold: "b".repeat(600) }, "c"], 1_024);

    expect(text).toHaveLength(1_024);
    expect(text.endsWith("b…")).toBe(true);
    expect(entities).toEqual([{ type: "bold", offset: 600, length: 423 }]);
  });

  it("fits whatever it is given, with every mark inside the text and no emoji torn", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 600 });
    const part = fc.oneof(
      words,
      words.map((bold) => ({ bold })),
      words.map((code) => ({ code })),
      words.map((quote) => ({ quote })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (rich: RichText) => {
        const { text, entities } = renderText(rich, MAX_CAPTION_LENGTH);

        expect(text.length).toBeLessThanOrEqual(MAX_CAPTION_LENGTH);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        for (const { offset, length } of entities) {
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe("telegram: buttons", () => {
  it("carries an id and a style Telegram knows", () => {
    const subject = "3f0c1b9e-8a55-4c0e-9f5b-2a9c5f3d7e10";
    const button = {
      kind: "press",
      label: "Again",
      action: "again",
      subject,
      style: "primary",
    } as const;

    expect(renderKeyboard({ buttons: [[button, { ...button, style: "secondary" }]] })).toEqual({
      inline_keyboard: [
        [
          { text: "Again", callback_data: `again:${subject}`, style: "primary" },
          { text: "Again", callback_data: `again:${subject}` },
        ],
      ],
    });
    expect(renderKeyboard({ buttons: [] })).toBeNull();
  });

  it("stand at most three in a row, a list to choose from above the others", () => {
    const press = { kind: "press", action: "model", style: "secondary" } as const;
    const choices = ["a", "b", "c", "d"].map((id) => ({ label: id, subject: id, hint: "" }));
    const row = ["1", "2", "3", "4", "5"].map((id) => ({ ...press, label: id, subject: id }));
    const menu = { action: "model", placeholder: "Choose", choices };

    const { inline_keyboard: rows } = renderKeyboard({ menu, buttons: [row] }) ?? {};

    const labels = rows?.map((each) => each.map(({ text }) => text).join(" "));
    expect(labels).toEqual(["a b", "c d", "1 2 3", "4 5"]);
    expect(rows?.[0]?.[1]).toEqual({ text: "b", callback_data: "model:b" });
  });

  it("carries an address instead where the button opens a page", () => {
    const url = "https://pay.example/c/cs_1";
    expect(renderKeyboard({ buttons: [[{ kind: "link", label: "Pay $1.99", url }]] })).toEqual({
      inline_keyboard: [[{ text: "Pay $1.99", url }]],
    });
  });

  it("writes out an address that Telegram refuses on a button", () => {
    const link = { kind: "link", label: "Pay", url: "http://localhost:3000/c/pay/cs_1" } as const;
    const view = { ...textView("neutral", ["Here."]), buttons: [[link]] };

    const { text, buttons } = withFittingLinks(view);

    expect(toPlainText(text)).toBe("Here.\nPay: http://localhost:3000/c/pay/cs_1");
    expect(buttons).toEqual([]);
  });

  it("takes 64 bytes and breaks on 65, before Telegram would", () => {
    const id = toButtonId({ action: "a".repeat(24), subject: "b".repeat(39) });
    expect(Buffer.byteLength(id)).toBe(64);

    const tooLong = { action: "a".repeat(24), subject: "b".repeat(40) };
    expect(() => toButtonId(tooLong)).toThrow(RangeError);
    const wide = {
      kind: "press",
      label: "x",
      action: "again",
      subject: "ä".repeat(20),
      style: "primary",
    } as const;
    expect(() => renderKeyboard({ buttons: [[wide]] })).toThrow(RangeError);
  });
});
