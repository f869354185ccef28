/**
 * A `fetch` for the `replicate` client that goes to the network once per request.
 *
 * Version 1.4.0 repeats a request up to five times within milliseconds on 429 (on GET also on 5xx) and on any network
 * error, a POST that makes a paid prediction included, and takes no heed of Retry-After. It hands the same `init` to
 * `fetch` at every repeat, which is how a repeat is known here: it gets the answer that was there already.
 */
export function createOnceFetch(send: typeof fetch = fetch): typeof fetch {
  const answers = new WeakMap<RequestInit, Promise<Response>>();
  return (url, init) => {
    if (!init) return send(url);
    const answer = answers.get(init) ?? send(url, init);
    answers.set(init, answer);
    return answer;
  };
}
