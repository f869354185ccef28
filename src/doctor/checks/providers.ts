import { z } from "zod";
import type { FalConfig, ReplicateConfig } from "../../settings/config.js";
import { askVendor, strangeAnswer } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, fault, ok, warning } from "../check.js";

const TOKENS = "https://replicate.com/account/api-tokens";
const KEYS = "https://fal.ai/dashboard/keys";
const AccountSchema = z.object({ username: z.string() });

export const providersCheck: DoctorCheck = {
  name: "providers",
  async run({ providers, replicate, fal, isPublic, isSandbox }, signal) {
    const findings: Finding[] = [];
    for (const name of providers) {
      if (name === "replicate" && replicate) {
        findings.push(await examineReplicate(replicate, signal));
      }
      if (name === "fal" && fal) findings.push(await examineFal(fal, signal));
      if (name === "sketch") findings.push(isSandbox ? ok(SKETCH) : warning(SKETCH, TO_MODELS));
    }
    if (!isPublic && providers.includes("replicate")) {
      const text = "Without PUBLIC_URL Replicate cannot tell us when a picture is done: we ask.";
      findings.push(ok(text));
    }
    if (!isPublic && providers.includes("fal")) findings.push(ok(SILENT_FAL));
    return findings;
  },
};

const SKETCH = "sketch draws on this machine, without a model.";
const TO_MODELS = `For real pictures set REPLICATE_API_TOKEN (${TOKENS}) or FAL_KEY (${KEYS}).`;
const SILENT_FAL =
  "Without PUBLIC_URL FAL cannot tell us when a picture is done: we ask. A run whose answer is lost cannot be found then: its credits go back, and you may pay for it.";

async function examineReplicate(replicate: ReplicateConfig, signal: AbortSignal): Promise<Finding> {
  const { status, body } = await askVendor(`${replicate.apiUrl.replace(/\/$/, "")}/account`, {
    signal,
    bearer: replicate.apiToken,
  });
  if (status === 401 || status === 403) {
    return fault("Replicate refuses the token.", `Make one at ${TOKENS}; set REPLICATE_API_TOKEN.`);
  }
  const account = AccountSchema.safeParse(body);
  if (!account.success) {
    return strangeAnswer("Replicate", status, "REPLICATE_API_URL and REPLICATE_API_TOKEN");
  }
  return ok(`Replicate knows us as ${account.data.username}.`);
}

/** A run that nobody has: whoever may ask for it is told so, and nothing is paid for. */
const NO_RUN = "/fal-ai/flux/requests/00000000-0000-0000-0000-000000000000/status";

async function examineFal({ queueUrl, key }: FalConfig, signal: AbortSignal): Promise<Finding> {
  const headers = { authorization: `Key ${key}` };
  const { status } = await askVendor(`${queueUrl}${NO_RUN}`, { signal, headers });
  if (status === 401 || status === 403) {
    return fault("FAL refuses the key, or the account is empty.", `See ${KEYS}; set FAL_KEY.`);
  }
  if (status >= 500 || status === 429) return strangeAnswer("FAL", status, "FAL_QUEUE_URL");
  return ok("FAL takes the key.");
}
