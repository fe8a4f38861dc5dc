// Server-sent events by fetch, which, unlike EventSource, can send the token. Comes again when cut off.

const TOKEN = 'millrace-token';

export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: (value) => sessionStorage.setItem(TOKEN, value),
};

export function authorized(headers = {}) {
  return token.get() ? {...headers, Authorization: `Bearer ${token.get()}`} : headers;
}

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

// on: hello, points, now, mark: what came; lost(reason): cut off; locked(wrong): gives a promise of a token.
export async function listen(on) {
  for (let wait = 500; ; wait = Math.min(5000, 2 * wait)) {
    let reason = 'the pipeline is not there';
    try {
      const response = await fetch('/dashboard/events', {headers: authorized(), cache: 'no-store'});
      if (response.status === 401) {
        await on.locked(token.get() !== null);
        wait = 250;
        continue;
      }
      if (response.ok) {
        await read(response.body, (name, data) => {
          wait = 250;
          on[name]?.(data);
        });
        reason = 'the pipeline is gone';
      } else {
        reason = (await response.json()).error;
      }
    } catch (error) {
      if (!(error instanceof TypeError) && error.name !== 'AbortError') console.error(error);
    }
    on.lost(reason);
    await pause(wait);
  }
}

async function read(body, take) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const match = /^event: (\w+)\ndata: (.*)$/.exec(event);
      if (match) take(match[1], JSON.parse(match[2]));
    }
  }
}
