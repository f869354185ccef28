import { el } from "../shared/dom.js";

/** A person types faster than a bot needs to be asked. */
const ASK_AFTER_MS = 150;

/**
 * What stands above the composer while a command is filled in: what the option means, and what there is to choose.
 */
export function createOptionHelp(deps) {
  const { suggestions, line, choicesOf, onChoice, onOption, autocomplete } = deps;
  let asked = 0;
  let timer = 0;

  function heading({ option, problem }) {
    return [
      el("strong", {}, option.name),
      problem
        ? el("span", { class: "problem", role: "alert" }, problem)
        : el("span", {}, option.description),
    ];
  }

  function showChoices(pill, choices) {
    suggestions.show({
      title: heading(pill),
      items: choices.map((choice) => ({
        content: [el("span", { class: "suggestion-name" }, choice.label)],
        onChoose: () => onChoice(pill, choice),
      })),
      isFirstActive: true,
    });
  }

  function ask(pill) {
    asked += 1;
    const question = asked;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const found = await autocomplete({
        name: line.entry?.name,
        options: typedSoFar(pill),
        focused: pill.option.name,
      });
      const isStale = question !== asked || document.activeElement !== pill.field;
      if (!isStale && found) {
        showChoices(
          pill,
          found.map(({ name, value }) => ({ label: name, value })),
        );
      }
    }, ASK_AFTER_MS);
  }

  function typedSoFar(focused) {
    const filled = line.pills.filter((pill) => pill === focused || pill.option.type === 3);
    return Object.fromEntries(
      filled.map((pill) => [pill.option.name, String(pill.choice?.value ?? pill.text)]),
    );
  }

  return {
    showFor(pill) {
      if (pill.field instanceof HTMLTextAreaElement) suggestions.attach(pill.field);
      asked += 1;
      const choices = choicesOf(pill.option);
      const isChosen = pill.choice?.label === pill.text;
      if (choices) {
        const wanted = isChosen ? "" : pill.text.trim().toLowerCase();
        return showChoices(
          pill,
          choices.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, 25),
        );
      }
      suggestions.show({ title: heading(pill), items: [], isFirstActive: false });
      if (pill.option.autocomplete && !isChosen) ask(pill);
    },
    /** The options not given yet, at the end of the line. */
    showRest(tail) {
      suggestions.attach(tail);
      const wanted = tail.value.trim().toLowerCase().replace(/:$/, "");
      const rest = line.entry.options.filter(
        (option) =>
          !line.pills.some((pill) => pill.option === option) && option.name.startsWith(wanted),
      );
      if (rest.length === 0) return suggestions.hide();
      suggestions.show({
        title: [el("strong", {}, "Options"), el("span", {}, "or press Enter to send")],
        items: rest.map((option) => ({
          content: [
            el("span", { class: "suggestion-name" }, option.name),
            el("span", { class: "suggestion-words" }, option.description),
          ],
          onChoose: () => onOption(option),
        })),
        isFirstActive: wanted !== "",
      });
    },
  };
}
