/** Nested as the platform nests it: `{ components: { "0": { _errors: [{ code, message }] } } }`. */
export type FormErrorTree = { [key: string]: FormErrorTree | readonly FormError[] };

export interface FormError {
  code: string;
  message: string;
}

/** A refusal of the platform, in its own numbers. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: number;
  readonly errors: FormErrorTree | undefined;

  constructor(options: { status: number; code: number; message: string; errors?: FormErrorTree }) {
    super(options.message);
    this.status = options.status;
    this.code = options.code;
    this.errors = options.errors;
  }

  toJSON(): { message: string; code: number; errors?: FormErrorTree } {
    const body = { message: this.message, code: this.code };
    return this.errors === undefined ? body : { ...body, errors: this.errors };
  }
}

// Numbers and sentences from the platform's own table of opcodes and status codes.
const REFUSALS = {
  unauthorized: [401, 0, "401: Unauthorized"],
  not_found: [404, 0, "404: Not Found"],
  unknown_channel: [404, 10003, "Unknown Channel"],
  unknown_guild: [404, 10004, "Unknown Guild"],
  unknown_member: [404, 10007, "Unknown Member"],
  unknown_message: [404, 10008, "Unknown Message"],
  unknown_user: [404, 10013, "Unknown User"],
  unknown_webhook: [404, 10015, "Unknown Webhook"],
  unknown_interaction: [404, 10062, "Unknown interaction"],
  unknown_command: [404, 10063, "Unknown application command"],
  other_application: [
    403,
    20012,
    "You are not authorized to perform this action on this application",
  ],
  too_many_attachments: [400, 30015, "Maximum number of attachments in a message reached (10)"],
  too_many_commands: [400, 30032, "Maximum number of application commands reached"],
  too_large: [413, 40005, "Request entity too large"],
  already_acknowledged: [400, 40060, "Interaction has already been acknowledged."],
  too_many_follow_ups: [
    400,
    40094,
    "This interaction has hit the maximum number of follow up messages",
  ],
  missing_access: [403, 50001, "Missing Access"],
  direct_message_only_own: [403, 50003, "Cannot execute action on a DM channel"],
  not_the_author: [403, 50005, "Cannot edit a message authored by another user"],
  empty_message: [400, 50006, "Cannot send an empty message"],
  direct_messages_closed: [403, 50007, "Cannot send messages to this user"],
  missing_permissions: [403, 50013, "Missing Permissions"],
  dead_token: [401, 50027, "Invalid Webhook Token"],
  invalid_recipient: [400, 50033, "Invalid Recipient(s)"],
  invalid_json: [400, 50109, "The request body contains invalid JSON."],
  uploaded_file_not_found: [400, 50146, "Could not find uploaded file"],
  no_mutual_guilds: [
    403,
    50278,
    "Cannot send messages to this user due to having no mutual guilds",
  ],
  cannot_read_history: [400, 160002, "Cannot reply without permission to read message history"],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type RefusalName = keyof typeof REFUSALS;

export function refuse(name: RefusalName): ApiError {
  const [status, code, message] = REFUSALS[name];
  return new ApiError({ status, code, message });
}
