import type { ButtonAnswer } from "../control-types.js";
import type { EventBus } from "../event-bus.js";
import { badRequest } from "../refusal.js";
import type { Ids } from "./ids.js";

export interface CallbackQueries {
  /** Opens a query; `answered` resolves with the bot's answer, or unanswered once it is too old. */
  open(userId: number): { queryId: string; answered: Promise<ButtonAnswer> };
  /** @throws TelegramRefusal when the query is unknown, too old or answered already. */
  answer(queryId: string, answer: { text?: string; showAlert: boolean; url?: string }): void;
  clear(): void;
}

interface OpenQuery {
  userId: number;
  timer: NodeJS.Timeout;
  settle(answer: ButtonAnswer): void;
}

export function createCallbackQueries(deps: {
  ids: Ids;
  events: EventBus;
  ttlMs: number;
}): CallbackQueries {
  const queries = new Map<string, OpenQuery>();

  function close(queryId: string): OpenQuery | undefined {
    const query = queries.get(queryId);
    if (query === undefined) return undefined;
    clearTimeout(query.timer);
    queries.delete(queryId);
    return query;
  }

  function expire(queryId: string): void {
    close(queryId)?.settle({ queryId, isAnswered: false, showAlert: false });
  }

  return {
    open(userId) {
      const queryId = deps.ids.long();
      const answered = new Promise<ButtonAnswer>((settle) => {
        const timer = setTimeout(() => expire(queryId), deps.ttlMs);
        timer.unref();
        queries.set(queryId, { userId, timer, settle });
      });
      return { queryId, answered };
    },
    answer(queryId, answer) {
      const query = close(queryId);
      if (query === undefined) {
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      }
      query.settle({ queryId, isAnswered: true, ...answer });
      const text = answer.text === undefined ? {} : { text: answer.text };
      const { showAlert } = answer;
      deps.events.emit({
        kind: "callback_answered",
        queryId,
        userId: query.userId,
        ...text,
        showAlert,
      });
    },
    clear() {
      for (const queryId of [...queries.keys()]) expire(queryId);
    },
  };
}
