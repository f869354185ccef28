import { channelsOf, guildsOf } from "./discord-state.js";

/** Who one is on Discord, and what one looks at. */
export class DiscordView {
  userId = "";
  /** Null: direct messages. */
  guildId = null;
  channelId = "";
  /** Channels where something happened while one looked elsewhere. */
  news = new Set();
  #lastChannels = new Map();

  get place() {
    return { userId: this.userId, channelId: this.channelId };
  }

  /** Whatever was asked for, one ends up somewhere the person can be. True when that is elsewhere than before. */
  go(change, world) {
    const before = `${this.userId} ${this.channelId}`;
    Object.assign(this, change);
    if (!world.users.some(({ id }) => id === this.userId)) {
      this.userId = world.users[0].id;
      this.guildId = guildsOf(world, this.userId)[0]?.id ?? null;
    }
    const guilds = guildsOf(world, this.userId);
    if (this.guildId !== null && !guilds.some(({ id }) => id === this.guildId)) {
      this.guildId = guilds[0]?.id ?? null;
    }
    const channels = channelsOf(world, this);
    const wanted = [this.channelId, this.#lastChannels.get(this.guildId)];
    const found = wanted.map((id) => channels.find((channel) => channel.id === id)).find(Boolean);
    this.channelId = (found ?? channels[0])?.id ?? "";
    this.#lastChannels.set(this.guildId, this.channelId);
    this.news.delete(this.channelId);
    return before !== `${this.userId} ${this.channelId}`;
  }
}
