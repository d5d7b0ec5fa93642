// Asks the public API, and nothing else.
import { asking } from './router.js';
import { credentials } from './session.js';
import { text } from './text.js';

/** An answer that is none: its status, a sentence, and what is wrong with which field. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body?.detail ?? text.error.unreadable);
    this.status = status;
    this.fields = body?.validation_errors ?? {};
  }
}

async function ask(method, path, { query = {}, body, headers = {}, signal } = {}) {
  let answer;
  try {
    answer = await fetch(asking(path, query), {
      method,
      signal,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(await credentials(signal)),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, { detail: text.error.unreachable });
  }
  if (!answer.ok) throw new ApiError(answer.status, await answer.json().catch(() => null));
  return answer;
}

const json = async (answer) => (answer.status === 204 ? null : answer.json());

export const get = async (path, query, signal) => json(await ask('GET', path, { query, signal }));
export const post = async (path, body) => json(await ask('POST', path, { body }));
export const remove = async (path, query) => json(await ask('DELETE', path, { query }));

/** One page of a list, and how long all of it is. */
export async function page(path, query, signal) {
  const answer = await ask('GET', path, { query, signal });
  return { items: await answer.json(), total: Number(answer.headers.get('X-Total-Count')) };
}

/** The same, or what it says instead of it is not there. */
export async function maybe(promise, ...absent) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof ApiError && absent.includes(error.status)) return null;
    throw error;
  }
}

/** Something with the tag of its state, without which it is not changed. */
export async function tagged(path, signal) {
  const answer = await ask('GET', path, { signal });
  return { item: await answer.json(), tag: answer.headers.get('ETag') };
}

export const patch = async (path, body, tag) => json(await ask('PATCH', path, { body, headers: tag ? { 'If-Match': tag } : {} }));

/** All of something as a file, such as a table for a spreadsheet. */
export async function file(path, query, type = 'text/csv') {
  return (await ask('GET', path, { query, headers: { Accept: type } })).blob();
}

export const project = (id) => `/api/projects/${id}`;
