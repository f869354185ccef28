import { SandboxError, type UploadedFile } from "../control.js";
import { toAttachmentPayload } from "../payloads/media.js";
import { toMemberPayload, toRolePayload, toUserPayload } from "../payloads/people.js";
import { toChannelPayload } from "../payloads/places.js";
import type { Platform } from "../platform.js";
import { FILE_BYTES_MAX } from "../validation/limits.js";
import { ephemeralFolder, makeFile } from "../world/files.js";
import type { WorldChannel, WorldFile } from "../world/model.js";
import { guildOf, memberOf, permissionsIn } from "../world/permissions.js";

type Resolved = Record<string, Record<string, unknown>>;

/** Collects the objects behind the ids that a person chose: the payload's `resolved`. */
export interface ResolvedData {
  addUser(id: string): void;
  addRole(id: string): void;
  addChannel(id: string): void;
  /** @returns the attachment's id */
  addFile(value: string | UploadedFile): string;
  /** Undefined when nothing was chosen by id. */
  all(): Resolved | undefined;
}

/** @throws SandboxError (from its functions) for an id that is not at this place */
export function createResolvedData(platform: Platform, channel: WorldChannel): ResolvedData {
  const { world } = platform;
  const resolved: Resolved = {};
  const add = (kind: string, id: string, payload: unknown) => {
    resolved[kind] = { ...resolved[kind], [id]: payload };
  };
  const guild = guildOf(world, channel);

  return {
    addUser(id) {
      const user = world.users.get(id);
      if (user === undefined) throw new SandboxError(`no user ${id}`);
      add("users", id, toUserPayload(user));
      const member = guild && memberOf(guild, id);
      if (!guild || !member || channel.kind !== "guild") return;
      const { user: _user, deaf: _deaf, mute: _mute, ...partial } = toMemberPayload(member, user);
      const permissions = permissionsIn(guild, member, channel).toString();
      add("members", id, { ...partial, permissions });
    },
    addRole(id) {
      const role = guild?.roles.find((entry) => entry.id === id);
      if (role === undefined) throw new SandboxError(`no role ${id} here`);
      add("roles", id, toRolePayload(role));
    },
    addChannel(id) {
      const chosen = world.channels.get(id);
      if (chosen === undefined) throw new SandboxError(`no channel ${id}`);
      add("channels", id, toChannelPayload(world, chosen));
    },
    addFile(value) {
      const file = typeof value === "string" ? world.files.get(value) : uploadFile(platform, value);
      if (file === undefined) throw new SandboxError(`no uploaded file ${String(value)}`);
      add("attachments", file.id, toAttachmentPayload(platform, file));
      return file.id;
    },
    all: () => (Object.keys(resolved).length === 0 ? undefined : resolved),
  };
}

/** @throws SandboxError above the size that the client itself refuses */
export function uploadFile(platform: Platform, file: UploadedFile): WorldFile {
  if (file.bytes.byteLength > FILE_BYTES_MAX) {
    throw new SandboxError(`${file.filename} is too large: the limit is 10 MiB`);
  }
  const folder = ephemeralFolder(platform.world.application.id);
  const stored = makeFile(platform, { ...file, folder });
  platform.world.files.set(stored.id, stored);
  return stored;
}
