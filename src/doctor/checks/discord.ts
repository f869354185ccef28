import { PermissionFlagsBits } from "discord-api-types/v10";
import { z } from "zod";
import type { Config, DiscordConfig } from "../../settings/config.js";
import { askVendor, strangeAnswer } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, off, ok, warning } from "../check.js";

const DISCORD_API_URL = "https://discord.com/api";
const PORTAL = "https://discord.com/developers/applications";

/** What a result written to a channel needs. Answers to commands need none of these, nor any privileged intent. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.AttachFiles;

const ApplicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  verify_key: z.string(),
  interactions_endpoint_url: z.string().nullish(),
  integration_types_config: z.record(z.string(), z.unknown()).nullish(),
});
type Application = z.infer<typeof ApplicationSchema>;

export const discordCheck: DoctorCheck = {
  name: "discord",
  async run(config, signal) {
    const { discord } = config;
    if (!discord) return [off("Not set.", `DISCORD_TOKEN: ${PORTAL} → Bot → Reset Token.`)];
    const base = `${discord.apiUrl ?? DISCORD_API_URL}/v10`;
    const headers = { authorization: `Bot ${discord.token}` };
    const { status, body } = await askVendor(`${base}/applications/@me`, { signal, headers });
    if (status === 401) {
      return [
        fault("Discord refuses the token.", `Reset it at ${PORTAL} → Bot; set DISCORD_TOKEN.`),
      ];
    }
    const application = ApplicationSchema.safeParse(body);
    if (!application.success) {
      return [strangeAnswer("Discord", status, "DISCORD_API_URL and DISCORD_TOKEN")];
    }
    return examineApplication(config, discord, application.data);
  },
};

function examineApplication(
  config: Config,
  discord: DiscordConfig,
  application: Application,
): Finding[] {
  const { id, name } = application;
  return [
    ok(`Discord knows us as ${name} (${id}). No privileged intents are needed.`),
    ...checkIdentity(discord, application),
    ...checkArrival(config, discord, application),
    ...checkInstalls(application),
  ];
}

function checkIdentity(discord: DiscordConfig, { id, verify_key }: Application): Finding[] {
  const findings: Finding[] = [];
  if (discord.applicationId && discord.applicationId !== id) {
    const text = "DISCORD_APPLICATION_ID is of another application than the token.";
    findings.push(fault(text, `Set it to ${id}, or take it out.`));
  }
  if (discord.publicKey && discord.publicKey.toLowerCase() !== verify_key.toLowerCase()) {
    const text = "DISCORD_PUBLIC_KEY is not this application's.";
    findings.push(fault(text, `Copy it from ${PORTAL}/${id}/information.`));
  }
  return findings;
}

/** With an endpoint set, Discord sends nothing over the gateway. */
function checkArrival(
  config: Config,
  discord: DiscordConfig,
  { id, interactions_endpoint_url: set }: Application,
): Finding[] {
  const page = `${PORTAL}/${id}/information → Interactions Endpoint URL`;
  if (discord.mode === "gateway") {
    if (!set) return [ok("Interactions come over the gateway.")];
    const text = "Interactions are sent to an endpoint, so that none come over the gateway.";
    return [fault(text, `Empty ${page}, or set DISCORD_MODE=http.`)];
  }
  const wanted = `${config.publicUrl.replace(/\/$/, "")}/interactions/discord`;
  if (!config.isPublic) return [fault("http mode needs PUBLIC_URL.", "Set PUBLIC_URL.")];
  if (set === wanted) return [ok(`Interactions come to ${wanted}.`)];
  const text = set ? "Interactions go to another endpoint." : "No interactions endpoint is set.";
  return [warning(text, `While Atelier runs, put ${wanted} into ${page}.`)];
}

function checkInstalls({ id, integration_types_config: types }: Application): Finding[] {
  const address = `https://discord.com/oauth2/authorize?client_id=${id}`;
  const server = `${address}&integration_type=0&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
  const person = `${address}&integration_type=1&scope=applications.commands`;
  const findings = [ok("To invite it to a server:", server)];
  if (!types || "1" in types) return [...findings, ok("To install it for oneself:", person)];
  const text = "It cannot be installed by a person for themselves.";
  return [...findings, warning(text, `Turn on User Install at ${PORTAL}/${id}/installation.`)];
}
