// Who is signed in. The token is kept in this tab alone and sent in a header; it never becomes part of an address.
const KEY = 'interrater.token';
const page = document.documentElement.dataset;

/** Whether a session of Label Studio may do instead of a token. */
export const sessions = page.session === 'true';
/** Tokens of the demo's users; none but in a demo. */
export const demo = page.demo.split(' ').filter(Boolean);

let access = null; // what a personal access token was exchanged for

export const signedIn = () => sessionStorage.getItem(KEY) !== null || (sessions && sessionStorage.getItem(`${KEY}.out`) === null);

export function signIn(token) {
  access = null;
  sessionStorage.removeItem(`${KEY}.out`);
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token.trim());
}

/** Forgets the token, and says whether there was one. */
export function forgetToken() {
  const had = sessionStorage.getItem(KEY) !== null;
  access = null;
  sessionStorage.removeItem(KEY);
  return had;
}

/** Forgets the token; a session of Label Studio is Label Studio's to end, and not used any more until somebody asks for it. */
export function signOut() {
  forgetToken();
  sessionStorage.setItem(`${KEY}.out`, 'true');
}

const claims = (token) => {
  try {
    return JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  } catch {
    return null;
  }
};

/** The headers that say who asks. One of them a page of another site cannot send, so that it can change nothing. */
export async function credentials(signal) {
  const headers = { 'X-Requested-With': 'interrater' };
  const token = sessionStorage.getItem(KEY);
  if (token === null) return headers;
  const kind = claims(token)?.token_type;
  if (kind === 'refresh') headers.Authorization = `Bearer ${await accessFor(token, signal)}`;
  else headers.Authorization = `${kind ? 'Bearer' : 'Token'} ${token}`;
  return headers;
}

/** Label Studio's personal access tokens are exchanged for others, of five minutes, at its own address. */
async function accessFor(token, signal) {
  if (access === null || claims(access).exp * 1000 < Date.now() + 10_000) {
    const answer = await fetch('/api/token/refresh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh: token }),
      credentials: 'omit',
      signal,
    });
    access = answer.ok ? ((await answer.json()).access ?? null) : null;
    if (claims(access ?? '') === null) {
      access = null;
      return token; // the answer to it says what is wrong with it
    }
  }
  return access;
}
