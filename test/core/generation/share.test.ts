import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReplyTarget } from "../../../src/core/chat/reply-target.js";
import type { GenerationId } from "../../../src/core/ids.js";
import { databaseKinds } from "../../fixtures/database.js";
import { openWorkshop, type Workshop } from "../../fixtures/workshop.js";

const GROUP = { chatId: "-100", threadId: "7", replyTo: "31" };

describe.each(databaseKinds())("what its owner alone has seen, on %s", (kind) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop(kind, { TRIAL_CREDITS: "20" });
  });
  afterAll(() => workshop.close());

  let requests = 0;
  type Person = Awaited<ReturnType<Workshop["aPerson"]>>;

  /** Asked in a group, answered alone, unless told otherwise. */
  async function make({ accountId, target }: Person, place: Partial<ReplyTarget> = {}) {
    const alone = { ...target, visibility: "only_me" as const, askedIn: GROUP, ...place };
    const requestKey = `share:${requests++}`;
    const asked = { requestKey, accountId, target: alone, options: { prompt: "a fox" } };
    const made = await workshop.useCases.requestGeneration(asked);
    if (!made.ok) throw new Error(made.refusal.kind);
    await workshop.useCases.showProgress(made.value.deliveryId, made.value.report);
    await workshop.drain();
    return made.value.generationId;
  }

  const share = ({ accountId }: Person, generationId: GenerationId) =>
    workshop.useCases.shareGeneration({ accountId, generationId });
  const report = (id: GenerationId) => workshop.useCases.reportGeneration(id);

  it("is shown where it was asked for, once, and is like any other from then on", async () => {
    const person = await workshop.aPerson();
    const id = await make(person);
    expect(await report(id)).toMatchObject({ mayBeShared: true });
    const before = workshop.sent.length;

    const [one, two] = await Promise.all([share(person, id), share(person, id)]);
    await workshop.drain();

    expect([one?.ok, two?.ok].filter(Boolean)).toHaveLength(1);
    expect(await share(person, id)).toMatchObject({ refusal: { kind: "already_shared" } });
    const sent = workshop.sent.slice(before);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      messageId: null,
      target: { ...GROUP, visibility: "everyone", isGroup: true },
    });
    expect(await report(id)).toMatchObject({ mayBeShared: false });
    const wallet = await workshop.useCases.readWallet(person.accountId);
    expect(wallet).toMatchObject({ balance: 19, held: 0 });
  });

  it("is shown although the courier lost it", async () => {
    const person = await workshop.aPerson();
    const id = await make(person);
    await share(person, id);
    workshop.queued.length = 0;
    await workshop.database.prisma.delivery.updateMany({
      where: { generationId: id },
      data: { nextTryAt: new Date(0) },
    });
    const before = workshop.sent.length;
    await workshop.sweep();
    await workshop.drain();
    expect(workshop.sent.slice(before).map(({ target }) => target.chatId)).toEqual(["-100"]);
  });

  it("is shared by its owner alone", async () => {
    const person = await workshop.aPerson();
    const stranger = await workshop.aPerson();
    const id = await make(person);
    expect(await share(stranger, id)).toMatchObject({ refusal: { kind: "not_yours" } });
  });

  it.each<[string, Partial<ReplyTarget>]>([
    ["nobody reads along", { askedIn: undefined }],
    ["the bot is no member", { askedIn: undefined, isGroup: true, isUserInstall: true }],
  ])("is not shared where %s", async (_name, place) => {
    const person = await workshop.aPerson();
    const id = await make(person, place);
    expect(await report(id)).toMatchObject({ mayBeShared: false });
    expect(await share(person, id)).toMatchObject({ refusal: { kind: "cannot_share" } });
  });

  it("hands its privacy on to what is made of it, and where it was asked for", async () => {
    const person = await workshop.aPerson();
    const { accountId, target } = person;
    const parent = await make(person);
    const asked = { accountId, generationId: parent, outputIndex: null };
    const draft = await workshop.useCases.draftAgain(asked);
    if (!draft.ok) throw new Error(draft.refusal.kind);
    const from = { requestKey: "again", accountId, target };
    const again = await workshop.useCases.requestGeneration({ ...draft.value, ...from });
    if (!again.ok) throw new Error(again.refusal.kind);
    await workshop.useCases.showProgress(again.value.deliveryId, again.value.report);
    await workshop.drain();
    expect(workshop.sent.at(-1)).toMatchObject({
      target: { chatId: target.chatId, visibility: "only_me", askedIn: GROUP },
      report: { mayBeShared: true },
    });
    await share(person, parent);
    await workshop.drain();
    const row = await workshop.pieces.database.stores.generations.read(parent);
    expect(row?.visibility).toBe("everyone");
  });

  it("hands its privacy on from any of several pictures, not from the first alone", async () => {
    const person = await workshop.aPerson();
    const { accountId, target } = person;
    const open = await make(person, { visibility: "everyone", askedIn: undefined });
    const alone = await make(person);
    const inputs = [open, alone].map((generationId) => ({
      kind: "output" as const,
      generationId,
      index: 0,
    }));
    const both = await workshop.useCases.requestGeneration({
      requestKey: "both",
      accountId,
      target: { ...target, isGroup: true },
      options: { prompt: "side by side" },
      inputs,
    });
    if (!both.ok) throw new Error(JSON.stringify(both.refusal));
    const row = await workshop.pieces.database.stores.generations.read(both.value.generationId);
    expect(row).toMatchObject({ visibility: "only_me", parentId: open });
  });
});
