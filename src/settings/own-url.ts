/** Where this server is reached from the machine it runs on. */
export function toOwnUrl({ host, port }: { host: string; port: number }): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
