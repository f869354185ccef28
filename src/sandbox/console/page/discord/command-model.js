/** Discord's option types: docs.discord.com/developers/interactions/application-commands. */
export const OPTION = {
  subcommand: 1,
  group: 2,
  text: 3,
  whole: 4,
  yesNo: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const SLASH = 1;
const MESSAGE = 3;

/** The menu as it is typed: one entry per command, or per subcommand where it has some. */
export function slashEntries(commands, locale) {
  return commands
    .filter(({ type }) => type === SLASH)
    .flatMap((command) => entriesOf(command, command.name, locale));
}

export function messageEntries(commands) {
  return commands.filter(({ type }) => type === MESSAGE);
}

function entriesOf(command, path, locale) {
  const nested = (command.options ?? []).filter(({ type }) => type <= OPTION.group);
  if (nested.length > 0) {
    return nested.flatMap((option) => entriesOf(option, `${path} ${option.name}`, locale));
  }
  const options = (command.options ?? []).map((option) => ({
    ...option,
    description: localised(option, locale),
  }));
  return [{ name: path, description: localised(command, locale), options }];
}

function localised({ description, description_localizations: others }, locale) {
  return others?.[locale] ?? others?.[locale.split("-")[0]] ?? description;
}

/** The command a text begins with, once a space follows its name; null while the name is still being typed. */
export function splitCommandText(text, entries) {
  if (!text.startsWith("/")) return null;
  const typed = text.slice(1);
  const fits = entries.filter(({ name }) => typed === name || typed.startsWith(`${name} `));
  const longest = fits.sort((one, other) => other.name.length - one.name.length)[0];
  if (!longest || typed === longest.name) return null;
  return { entry: longest, rest: typed.slice(longest.name.length + 1) };
}

/** `a red fox count:4` → what stands before the first option's name, and the options named. */
export function splitNamedOptions(text, names) {
  if (names.length === 0) return { lead: text, named: [] };
  const pattern = new RegExp(`(?:^|\\s)(${names.map(escapeRegExp).join("|")}):`, "g");
  const marks = [...text.matchAll(pattern)];
  if (marks.length === 0) return { lead: text, named: [] };
  const named = marks.map((mark, index) => ({
    name: mark[1],
    text: text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length).trim(),
  }));
  return { lead: text.slice(0, marks[0].index).trim(), named };
}

function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Fixed things to pick from, or null where one types freely or the bot is asked. */
export function fixedChoices(option, { world, guildId }) {
  if (option.choices?.length > 0) {
    return option.choices.map(({ name, value }) => ({ label: name, value }));
  }
  const guild = world.guilds.find(({ id }) => id === guildId);
  const users = world.users.map(({ id, name }) => ({ label: name, value: id }));
  const roles = (guild?.roles ?? []).map(({ id, name }) => ({ label: name, value: id }));
  switch (option.type) {
    case OPTION.yesNo:
      return [
        { label: "True", value: true },
        { label: "False", value: false },
      ];
    case OPTION.user:
      return users;
    case OPTION.role:
      return roles;
    case OPTION.mentionable:
      return [...users, ...roles];
    case OPTION.channel:
      return world.channels
        .filter((channel) => channel.guildId === guildId)
        .map(({ id, name }) => ({ label: name, value: id }));
    default:
      return null;
  }
}

/**
 * What an option's field comes to: `{ value }`, or `{ problem }` in words. An empty optional one is left out.
 *
 * @param pill `{ option, text, choice, file }`
 */
export function readPill({ option, text, choice, file }, choices) {
  if (option.type === OPTION.attachment) {
    return file ? { file } : { problem: "Choose a file" };
  }
  if (choice !== null && choice.label === text) return { value: choice.value };
  const typed = text.trim();
  if (typed === "") return { problem: "This option is required" };
  if (choices) return readChoice(typed, choices);
  if (option.type !== OPTION.whole && option.type !== OPTION.number) return { value: text };
  return readNumber(typed, option);
}

function readChoice(typed, choices) {
  const wanted = typed.toLowerCase();
  const found = choices.find(
    ({ label, value }) => label.toLowerCase() === wanted || String(value).toLowerCase() === wanted,
  );
  return found ? { value: found.value } : { problem: "Choose one from the list" };
}

function readNumber(typed, { type, min_value: min, max_value: max }) {
  const value = Number(typed);
  const isRight = Number.isFinite(value) && (type === OPTION.number || Number.isInteger(value));
  if (!isRight)
    return { problem: type === OPTION.number ? "Type a number" : "Type a whole number" };
  if (min !== undefined && min !== null && value < min) return { problem: `At least ${min}` };
  if (max !== undefined && max !== null && value > max) return { problem: `At most ${max}` };
  return { value };
}
