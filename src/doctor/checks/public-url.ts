import { z } from "zod";
import { askVendor, toReason } from "../ask-vendor.js";
import { type DoctorCheck, type Finding, off, ok, warning } from "../check.js";

const HealthSchema = z.object({ status: z.literal("alive") });

export const publicUrlCheck: DoctorCheck = {
  name: "public url",
  async run({ isPublic, publicUrl, trustedProxies, metricsToken }, signal) {
    if (!isPublic) {
      return [off("Nobody reaches us from outside.", "For webhooks and payments set PUBLIC_URL.")];
    }
    const address = new URL(publicUrl);
    const findings = [await tryHealth(publicUrl, signal)];
    if (address.protocol !== "https:") {
      findings.push(
        warning("PUBLIC_URL is not https.", "Put a proxy with a certificate in front."),
      );
    } else if (trustedProxies === 0) {
      const text = "https ends at a proxy, and none is trusted (TRUSTED_PROXIES=0).";
      findings.push(ok(text, "Set TRUSTED_PROXIES=1 for one proxy in front of us."));
    }
    if (!metricsToken) {
      const text = "/metrics answers this machine alone.";
      findings.push(ok(text, "For a Prometheus elsewhere set METRICS_TOKEN."));
    }
    return findings;
  },
};

async function tryHealth(publicUrl: string, signal: AbortSignal): Promise<Finding> {
  const url = `${publicUrl.replace(/\/$/, "")}/healthz`;
  try {
    const { status, body } = await askVendor(url, { signal });
    if (HealthSchema.safeParse(body).success) return ok(`${url} answers.`);
    return warning(
      `${url} answers ${status}, and not as Atelier does.`,
      "Check the proxy's target.",
    );
  } catch (error) {
    const text = `${url} does not answer (${toReason(error)}).`;
    return warning(
      text,
      "Fine while Atelier is not running; else check DNS, proxy, HOST and PORT.",
    );
  }
}
