/** Everybody of both platforms, as the books know them: by platform and id. */
export function everybody({ discord, telegram }) {
  return [
    ...discord.world.users.map(({ id, name }) => ({ platform: "discord", userId: id, name })),
    ...telegram.people.map(({ id, first_name: name }) => ({
      platform: "telegram",
      userId: String(id),
      name,
    })),
  ];
}

export function nameOf(state, { platform, userId }) {
  const person = everybody(state).find(
    (entry) => entry.platform === platform && entry.userId === userId,
  );
  return person?.name ?? "somebody";
}
