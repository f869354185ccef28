import { z } from "zod";
import type { ReplicateConfig } from "../../settings/config.js";
import { askVendor } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, ok, warning } from "../check.js";

const TOKENS = "https://replicate.com/account/api-tokens";
const AccountSchema = z.object({ username: z.string() });

export const providersCheck: DoctorCheck = {
  name: "providers",
  async run({ providers, replicate, isPublic, isSandbox }, signal) {
    const findings: Finding[] = [];
    for (const name of providers) {
      if (name === "replicate" && replicate) findings.push(...(await examine(replicate, signal)));
      if (name === "sketch") findings.push(isSandbox ? ok(SKETCH) : warning(SKETCH, TO_MODELS));
    }
    if (providers.includes("replicate") && !isPublic) {
      const text = "Without PUBLIC_URL Replicate cannot tell us when a picture is done: we ask.";
      findings.push(ok(text));
    }
    return findings;
  },
};

const SKETCH = "sketch draws on this machine, without a model.";
const TO_MODELS = `For real pictures set REPLICATE_API_TOKEN (${TOKENS}).`;

async function examine(replicate: ReplicateConfig, signal: AbortSignal): Promise<Finding[]> {
  const { status, body } = await askVendor(`${replicate.apiUrl.replace(/\/$/, "")}/account`, {
    signal,
    bearer: replicate.apiToken,
  });
  if (status === 401 || status === 403) {
    return [
      fault("Replicate refuses the token.", `Make one at ${TOKENS}; set REPLICATE_API_TOKEN.`),
    ];
  }
  const account = AccountSchema.safeParse(body);
  if (!account.success) return [fault(`Replicate answers ${status}.`, "Try again later.")];
  return [ok(`Replicate knows us as ${account.data.username}.`)];
}
