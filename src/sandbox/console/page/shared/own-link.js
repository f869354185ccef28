/** The checkout page is served beside this one, by whatever name this machine is reached; other links stay as they are. */
export function ownLink(url) {
  const { pathname } = new URL(url, location.href);
  return pathname.startsWith("/c/pay/") ? pathname : url;
}
