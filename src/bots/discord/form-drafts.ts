import type { RequestDraft } from "../../core/chat/request-draft.js";
import type { AccountId } from "../../core/ids.js";
import type { Clock } from "../../core/ports/clock.js";
import type { IdSource } from "../../core/ports/id-source.js";
import type { PendingRequestStore } from "../../core/ports/pending-request-store.js";

/** A form can stay open for as long as a person likes; the addresses of its pictures last about a day. */
const KEPT_MS = 12 * 60 * 60_000;

interface DraftOf {
  readonly accountId: AccountId;
  /** The interaction that opened the form. */
  readonly openerId: string;
}

/** What an open form is about: it comes back with nothing but what was filled in. */
export interface FormDrafts {
  keep(of: DraftOf, draft: RequestDraft): Promise<void>;
  /** It stays until it is dropped, so that a repeat after a crash finds it too. */
  find(of: DraftOf): Promise<RequestDraft | null>;
  drop(of: DraftOf): Promise<void>;
}

export function createFormDrafts(deps: {
  pending: PendingRequestStore;
  clock: Clock;
  ids: IdSource;
}): FormDrafts {
  const take = ({ accountId, openerId }: DraftOf) =>
    deps.pending.take({ accountId, chat: toChat(openerId), now: deps.clock.now() });

  async function keep({ accountId, openerId }: DraftOf, draft: RequestDraft): Promise<void> {
    const expiresAt = new Date(deps.clock.now().getTime() + KEPT_MS);
    const chat = toChat(openerId);
    const id = deps.ids.uuid();
    await deps.pending.put({ id, accountId, chat, waitsFor: "prompt", draft, expiresAt });
  }

  return {
    keep,
    async find(of) {
      const kept = await take(of);
      if (kept) await keep(of, kept.draft);
      return kept?.draft ?? null;
    },
    async drop(of) {
      await take(of);
    },
  };
}

function toChat(openerId: string): string {
  return `discord:form:${openerId}`;
}
