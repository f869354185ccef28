import { type DoctorCheck, fault, ok } from "../check.js";

const OLDEST = [20, 19] as const;

export const nodeVersionCheck: DoctorCheck = {
  name: "node",
  async run() {
    const { node } = process.versions;
    const [major = 0, minor = 0] = node.split(".").map(Number);
    const isOldEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
    if (isOldEnough) return [ok(`Node ${node}.`)];
    return [fault(`Node ${node} is too old.`, `Install Node ${OLDEST.join(".")} or newer.`)];
  },
};
