import type { ChatMember, User } from "grammy/types";
import type { MemberRole } from "../control-types.js";
import { type ChatRecord, personIn, type World } from "./world.js";

/** A member as `getChatMember` and membership updates show them. */
export function toChatMember(user: User, role: MemberRole | "kicked"): ChatMember {
  switch (role) {
    case "creator":
      return { status: "creator", user, is_anonymous: false };
    case "administrator":
      return { status: "administrator", user, ...administratorRights };
    case "member":
      return { status: "member", user };
    case "left":
      return { status: "left", user };
    case "kicked":
      return { status: "kicked", user, until_date: 0 };
  }
}

/** The bot's own place in a chat. */
export function botRole(record: ChatRecord): MemberRole | "kicked" {
  switch (record.botStatus) {
    case "blocked":
    case "kicked":
      return "kicked";
    case "not_started":
      return "left";
    case "member":
    case "administrator":
      return record.botStatus;
  }
}

/** The group's people with their roles, in the order they joined. */
export function membersOf(world: World, record: ChatRecord): { user: User; role: MemberRole }[] {
  return [...record.members].map(([userId, role]) => ({ user: personIn(world, userId), role }));
}

const administratorRights = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  can_manage_topics: true,
  can_send_welcome_messages: false,
};
